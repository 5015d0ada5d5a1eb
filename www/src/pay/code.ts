// What is on the screen as a call: from JavaScript, Rust, the command line.

import type { BankOptions } from '../core';
import { quoted } from './write';

export interface Call {
  currency: string;
  values: Record<string, string>;
  options: Pick<BankOptions, 'country' | 'rail'>;
}

/** An object of texts as JavaScript writes it. */
const literal = (value: object): string =>
  JSON.stringify(value, null, 2)
    .replace(/^(\s*)"(\w+)":/gm, '$1$2:')
    .replaceAll('"', "'");

const text = (value: string): string => JSON.stringify(value);

export function asJavaScript({ currency, values, options }: Call): string {
  return `import { validateBankAccount } from 'offramp-core'; // npm install offramp-core

const report = validateBankAccount('${currency}', ${literalOf(values)}${Object.keys(options).length > 0 ? `, ${literalOf(options)}` : ''});
report.verdict; // 'valid', 'invalid' or 'undetermined'
report.findings; // what is wrong, most severe first, with the corrected value`;
}

/** Quotation marks inside a text would end it: such an object stays JSON, which is JavaScript too. */
const literalOf = (value: object): string =>
  /['\\]/.test(JSON.stringify(value)) ? JSON.stringify(value, null, 2) : literal(value);

export function asRust({ currency, values, options }: Call): string {
  const pairs = Object.entries(values).map(([name, value]) => `    (${text(name)}, ${text(value)}),\n`);
  const country = options.country ? `options.country = Some(${text(options.country)}.parse()?);\n` : '';
  const rail = options.rail ? `options.rail = Some(${text(options.rail)}.parse()?);\n` : '';
  return `use offramp_core::api::{self, BankOptions};
use offramp_core::Json;

let fields = Json::object([
${pairs.join('')}]);
let mut options = BankOptions::default();
${country}${rail}let fields = fields.as_object().expect("an object");
let report = api::validate_bank_account(${text(currency)}, fields, &options);
println!("{:?}: {:?}", report.verdict, report.findings);`;
}

export function asCommand({ currency, values, options }: Call): string {
  const fields = Object.entries(values).map(([name, value]) => quoted(`${name}=${value}`));
  const more = Object.entries(options).map(([name, value]) => `--${name} ${value}`);
  return [`offramp destination ${currency}`, ...fields, ...more].join(' \\\n  ');
}
