// A form for one destination: fields, formatting, findings and messages; no element and no framework.

import { formatAsTyped, formatInput } from './format.js';
import { helpOf, labelOf, messageOf, suggestionOf } from './message.js';

/** What a browser may fill in by itself. */
const AUTOCOMPLETE = { accountName: 'name', phone: 'tel' };

/** The field that a path belongs to. */
const fieldOf = (path) => path.split('/', 2)[1] ?? '';

export function bankAccountForm(core, currency, { messages, ...options } = {}) {
  if (typeof core?.bankAccountFields !== 'function' || typeof core?.validateBankAccount !== 'function') {
    throw new TypeError(
      'core: pass the functions of the package: import * as offramp from "offramp-core", then bankAccountForm(offramp, currency)',
    );
  }
  const schema = core.bankAccountFields(currency, options);
  const settled = { ...options, rail: schema.rail };
  const fields = schema.fields.map((field) => {
    const oneOf = schema.anyOf.find((group) => group.includes(field.name));
    return {
      ...field,
      label: labelOf(field, messages),
      help: helpOf(field, messages),
      autocomplete: AUTOCOMPLETE[field.name] ?? 'off',
      ...(oneOf && { oneOf }),
    };
  });
  const byName = new Map(fields.map((field) => [field.name, field]));
  const kindOf = (name) => byName.get(name)?.kind;

  const localized = (finding) => {
    const question = suggestionOf(finding, messages);
    return { ...finding, message: messageOf(finding, messages), ...(question !== undefined && { question }) };
  };
  const findingsOf = (values) => core.validateBankAccount(currency, values, settled);

  return {
    currency: schema.currency,
    ...(schema.country && { country: schema.country }),
    rail: schema.rail,
    ...(schema.settlement && { settlement: schema.settlement }),
    fields,
    groups: schema.anyOf,
    format: (name, value, caret, how) => formatAsTyped(kindOf(name), value, caret, how),
    input: (name, event) => formatInput(kindOf(name), event),
    tidy(name, value) {
      const kind = kindOf(name);
      if (!kind || !core.validate) return value;
      const report = core.validate(kind, value);
      // what there is something to say about is shown as it was typed
      return report.findings.length === 0 ? (report.value?.formatted ?? value) : value;
    },
    check(values) {
      const report = findingsOf(values);
      const findings = report.findings.map(localized);
      const byField = Object.fromEntries(fields.map(({ name }) => [name, []]));
      const general = [];
      for (const finding of findings) {
        const name = fieldOf(finding.path);
        (byName.has(name) ? byField[name] : general).push(finding);
      }
      return { verdict: report.verdict, normalized: report.normalized, findings, byField, general };
    },
    checkField(name, values) {
      return findingsOf(values)
        .findings.filter((finding) => fieldOf(finding.path) === name)
        .map(localized);
    },
    accept(values, finding) {
      const name = fieldOf(finding.path);
      if (finding.suggestion === undefined || !byName.has(name)) return values;
      return { ...values, [name]: formatAsTyped(kindOf(name), finding.suggestion).value };
    },
  };
}
