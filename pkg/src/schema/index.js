// Identifiers and destinations as schemas that forms and servers take from any library (https://standardschema.dev).

import { validate, validateBankAccount } from 'offramp-core';

/** A schema of what a function answers of a value: a report, or why there is none. */
function schema(judge, { failOn, message }) {
  const wordsOf = message ?? ((finding) => [finding.message, asked(finding)].filter(Boolean).join(' '));
  return {
    '~standard': {
      version: 1,
      vendor: 'offramp-core',
      validate(value) {
        const { report, output, hasFields } = judge(value);
        const findings = blamed(report, failOn);
        if (findings === undefined) return { value: output };
        return {
          issues: findings.flatMap((finding) =>
            places(finding, hasFields).map((path) => issue(finding, path, wordsOf)),
          ),
        };
      },
    },
  };
}

const asked = ({ suggestion }) => suggestion !== undefined && `Did you mean ${suggestion}?`;

/** The findings for which a value is refused; nothing where it is not. */
function blamed({ verdict, findings }, failOn) {
  const of = (...severities) => findings.filter(({ severity }) => severities.includes(severity));
  if (verdict === 'invalid') return of('error');
  const warnings = of('error', 'warning');
  if (verdict === 'undetermined' && failOn !== undefined) return warnings.length > 0 ? warnings : findings;
  return failOn === 'warning' && warnings.length > 0 ? warnings : undefined;
}

/** Where a finding is; of fields that are meant together, such as those of which one is needed, each of them. */
function places({ path, params }, hasFields) {
  if (hasFields && path === '' && params?.fields !== undefined)
    return params.fields.split(', ').map((field) => [field]);
  // a JSON Pointer
  return [
    path
      .split('/')
      .slice(1)
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')),
  ];
}

function issue(finding, path, wordsOf) {
  const { code, severity, suggestion } = finding;
  return { message: wordsOf(finding), path, code, severity, ...(suggestion !== undefined && { suggestion }) };
}

/** What is said of a value that is not even of the type. */
function ofType(expected) {
  const params = { expected };
  const message = `A value of type ${expected} is needed.`;
  return {
    report: { verdict: 'invalid', findings: [{ severity: 'error', code: 'FIELD_TYPE', path: '', message, params }] },
  };
}

export function identifier(kind, options = {}) {
  const { failOn, message, ...how } = options;
  const judge = (value) => {
    if (typeof value !== 'string' && value !== undefined && value !== null) return ofType('string');
    const report = validate(kind, value ?? '', how);
    return { report, output: report.value?.normalized ?? value };
  };
  return schema(judge, options);
}

export function bankAccount(currency, options = {}) {
  const { failOn, message, ...how } = options;
  const judge = (fields) => {
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return ofType('object');
    const report = validateBankAccount(currency, fields, how);
    return { report, output: report.normalized, hasFields: true };
  };
  return schema(judge, options);
}

export const iban = (options) => identifier('iban', options);
export const bic = (options) => identifier('bic', options);
export const aba = (options) => identifier('aba', options);
export const sortCode = (options) => identifier('sortCode', options);
export const bsb = (options) => identifier('bsb', options);
export const caTransit = (options) => identifier('caTransit', options);
export const ifsc = (options) => identifier('ifsc', options);
export const vpa = (options) => identifier('vpa', options);
export const phone = (options) => identifier('phone', options);
export const evmAddress = (options) => identifier('evmAddress', options);
export const tronAddress = (options) => identifier('tronAddress', options);
export const stellarAddress = (options) => identifier('stellarAddress', options);
export const solanaAddress = (options) => identifier('solanaAddress', options);
export const bitcoinAddress = (options) => identifier('bitcoinAddress', options);
export const evmTxHash = (options) => identifier('evmTxHash', options);
export const tronTxHash = (options) => identifier('tronTxHash', options);
export const stellarTxHash = (options) => identifier('stellarTxHash', options);
export const accountNumber = (options) => identifier('accountNumber', options);
