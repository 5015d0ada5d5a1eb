// `fields` and `destination`.

import { bankAccountFields, bankAccountJsonSchema, validateBankAccount } from 'offramp-core/workbook';
import { jsonOf } from './inputs.js';
import { fails, paymentOptions } from './payment.js';
import { place, printable, table } from './style.js';

export function fields({ given: [currency], options, style, out }) {
  const how = paymentOptions(options);
  if (options.jsonSchema) {
    out.write(`${JSON.stringify(bankAccountJsonSchema(currency, how))}\n`);
    return false;
  }
  const described = bankAccountFields(currency, how);
  if (options.json) {
    out.write(`${JSON.stringify(described)}\n`);
    return false;
  }
  out.write(`${style.bold(`${described.currency} by ${described.rail}`)}\n`);
  const rows = described.fields.map(({ name, required, help, example }) => {
    const isOneOf = described.anyOf.some((group) => group.includes(name));
    return [name, required ? 'needed' : isOneOf ? 'one of' : 'optional', help, example ?? ''];
  });
  out.write(`\n${table(style, ['field', '', 'what', 'example'], rows)}`);
  for (const group of described.anyOf) out.write(`\none of these is needed: ${group.join(', ')}\n`);
  if (described.settlement) {
    const { minBusinessDays: least, maxBusinessDays: most } = described.settlement;
    const days = least === most ? least : `${least} to ${most}`;
    out.write(`\narrives within ${days} business day${most === 1 ? '' : 's'}\n`);
  }
  return false;
}

export async function destination({ given: [currency, ...given], options, style, out }) {
  const report = validateBankAccount(currency, await fieldsOf(given), paymentOptions(options));
  if (options.json) {
    out.write(`${JSON.stringify(report)}\n`);
  } else {
    const rail = report.rail === undefined ? '' : ` by ${report.rail}`;
    out.write(`${style.verdict(report.verdict)} ${printable(report.currency)}${rail}\n`);
    for (const [name, value] of Object.entries(report.normalized)) {
      out.write(`  ${style.faint(name)} ${printable(value)}\n`);
    }
    for (const finding of report.findings) {
      const where = place(finding);
      const said = `${style.severity(finding.severity)} ${finding.code}${where && ` ${where}`}`;
      out.write(`  ${said}: ${style.message(finding)}\n`);
    }
  }
  return fails(options.failOn, report);
}

/** The fields as NAME=VALUE, or `-` for a JSON object on standard input. */
async function fieldsOf(given) {
  if (given.length === 1 && given[0] === '-') return jsonOf('-');
  const fields = {};
  for (const field of given) {
    const at = field.indexOf('=');
    if (at < 0) throw new Error(`"${printable(field)}" is not of the form NAME=VALUE`);
    const name = field.slice(0, at);
    if (Object.hasOwn(fields, name)) throw new Error(`the field "${printable(name)}" is there twice`);
    fields[name] = field.slice(at + 1);
  }
  return fields;
}
