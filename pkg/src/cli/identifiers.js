// `validate` and `detect`.

import { detect as candidatesOf, kinds, validate as judge } from 'offramp-core/workbook';
import { oneOf } from './arguments.js';
import { texts } from './inputs.js';
import { fails } from './payment.js';
import { printable, table } from './style.js';
import { titles } from './tables.js';

const FORMS = ['kind', 'normalized', 'formatted', 'masked'];

export async function validate({ given: [name, ...given], options, style, out }) {
  const kind = oneOf(name, kinds(), '<KIND>');
  const how = { strictness: options.strictness, country: options.country, date: options.date };
  let isWrong = false;
  for await (const text of texts(given)) {
    const report = judge(kind, text, how);
    if (fails(options.failOn, report)) isWrong = true;
    if (options.json) {
      out.write(`${JSON.stringify(report)}\n`);
    } else {
      out.write(`${style.verdict(report.verdict)} ${report.value?.formatted ?? printable(text)}\n`);
      for (const [part, value] of Object.entries(report.value ?? {})) {
        if (!FORMS.includes(part)) out.write(`  ${style.faint(part)} ${value}\n`);
      }
      out.write(findingLines(report.findings, style));
    }
    await out.settle();
  }
  return isWrong;
}

export async function detect({ given, options, style, out }) {
  for await (const text of texts(given)) {
    const candidates = candidatesOf(text);
    if (options.json) out.write(`${JSON.stringify(candidates)}\n`);
    else if (candidates.length === 0) out.write('nothing known\n');
    else {
      const rows = candidates.map(({ kind, line, verdict, value, evidence, findings }) => [
        line === undefined ? titles[kind] : `line ${line}: ${titles[kind]}`,
        style.verdict(verdict),
        value ? evidence : '',
        value?.formatted ?? '',
        findings.map(style.message).join(' '),
      ]);
      out.write(table(style, ['could be', 'verdict', 'because of', 'as', 'finding'], rows));
    }
    await out.settle();
  }
  return false;
}

/** One line for each finding. */
export const findingLines = (findings, style) =>
  findings
    .map((finding) => `  ${style.severity(finding.severity)} ${finding.code}: ${style.message(finding)}\n`)
    .join('');
