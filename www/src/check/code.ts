// The check of the file on the screen as a call: from JavaScript, Rust, the command line.

import type { CsvOptions } from '../core';
import { quoted } from '../pay/write';
import { isPacked, nameOfText } from './unpack';

export interface Check {
  name: string;
  options: CsvOptions;
}

export function asJavaScript({ name, options }: Check): string {
  const given = Object.keys(options).length > 0 ? `, ${JSON.stringify(options, null, 2)}` : '';
  return `import { readFile } from 'node:fs/promises';
import { checkFile } from 'offramp-core${isPacked(name) ? '/workbook' : ''}'; // npm install offramp-core

const { rows, summary } = checkFile(await readFile(${JSON.stringify(name)})${given});
rows.filter((row) => row.verdict === 'invalid'); // each with its findings, and the corrected value where there is one`;
}

export function asRust({ name, options }: Check): string {
  const { provider, currency, map } = options;
  const notes = [provider && `provider ${provider}`, currency && `currency ${currency}`, map && 'what the columns mean']
    .filter(Boolean)
    .join(', ');
  return `use offramp_core::api;
use offramp_core::bulk::CheckOptions;

let bytes = std::fs::read(${JSON.stringify(name)})?;
let options = CheckOptions::default();${notes ? ` // set here: ${notes}` : ''}
let report = api::check_file(&bytes, &options);
println!("{} of {} rows are invalid", report.summary.invalid, report.summary.rows);`;
}

export function asCommand({ name, options }: Check): string {
  const [, base = name, ending = '.csv'] = /^(.+?)(\.[^.]*)?$/.exec(nameOfText(name)) ?? [];
  const parts = [
    `offramp check ${quoted(name)}`,
    `--fix ${quoted(`${base}-corrected${ending}`)}`,
    `--changes ${quoted(`${base}-changes.csv`)}`,
  ];
  if (options.provider) parts.push(`--provider ${options.provider}`);
  if (options.currency) parts.push(`--currency ${options.currency}`);
  if (options.strictness && options.strictness !== 'strict') parts.push(`--strictness ${options.strictness}`);
  for (const [column, meaning] of Object.entries(options.map ?? {}))
    parts.push(`--map ${quoted(`${column}=${meaning}`)}`);
  return parts.join(' \\\n  ');
}
