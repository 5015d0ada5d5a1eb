// `check`: a file of payouts, row by row; with `--fix`, the file with what is suggested for its cells.

import { createFileChecker, fixFile } from 'offramp-core/workbook';
import { UsageError } from './arguments.js';
import { bytesOf, jsonOf, nameOf, now, pieces } from './inputs.js';
import { checkNames, writeAll } from './outputs.js';
import { paymentOptions } from './payment.js';
import { place, printable, table } from './style.js';

/** How many codes are counted as text. */
const CODES = 12;

/** Rows of the file were not read: what is written of it would lack them. */
const UNREAD = ['FILE_DAMAGED', 'FILE_TOO_LARGE', 'FILE_KIND', 'FILE_ENCRYPTED', 'ARCHIVE_SEVERAL', 'SHEET_UNKNOWN'];

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

export async function check({ given: [path], options, style, out }) {
  const format = options.format ?? (options.json ? 'json' : 'human');
  const how = { ...(await checkOptions(options)), rows: format === 'human' ? 'findings' : 'all' };
  const rows = new Rows(format, options, style, out);
  if (options.changes && !options.fix) throw new UsageError("the argument '--changes <FILE>' needs '--fix <FILE>'");
  if (!options.quiet && format === 'json') out.write('{"rows":[');
  let [summary, fixed] = [undefined, undefined];
  if (options.fix) {
    ({ summary, fixed } = await fix(path, options, how, rows));
  } else {
    const checker = createFileChecker(how);
    for await (const piece of pieces(path)) {
      rows.take(checker.push(piece));
      await out.settle();
    }
    const end = checker.finish();
    rows.take(end.rows);
    summary = end.summary;
  }
  if (!options.quiet) rows.finish(nameOf(path), summary, fixed);
  await out.flush();
  if (fixed?.isRefused && !options.quiet)
    process.stderr.write('note: no file was written: not all of the rows could be read\n');
  return isWrong(summary, options.failOn);
}

async function fix(path, options, how, rows) {
  const outputs = [options.fix, options.changes].filter((name) => name !== undefined);
  checkNames(path, outputs);
  const { bytes, changes, remaining } = fixFile(await bytesOf(path), how);
  const { summary } = remaining;
  rows.take(remaining.rows);
  const isRefused = summary.findings.some(({ code }) => UNREAD.includes(code));
  if (!isRefused) {
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    const lines = changes.map(
      ({ row, field, before, after, code }) => `${row},${field},${quoted(before)},${quoted(after)},${code}\n`,
    );
    const list = Buffer.from(`row,field,before,after,code\n${lines.join('')}`);
    writeAll([[options.fix, bytes], ...(options.changes ? [[options.changes, list]] : [])]);
  }
  const cells = changes.length;
  return { summary, fixed: { isRefused, cells, rows: new Set(changes.map(({ row }) => row)).size } };
}

async function checkOptions(options) {
  const { sheet, preset, maxAmount, maxTotal, expectTotal, expectRows } = options;
  const how = { ...paymentOptions(options), sheet, preset, currency: options.currency };
  if (options.map) {
    how.map = {};
    for (const map of options.map) {
      const at = map.lastIndexOf('=');
      if (at < 0) throw new Error(`--map ${map}: NAME=FIELD is expected, with a field such as amount or iban`);
      how.map[map.slice(0, at)] = map.slice(at + 1);
    }
  }
  Object.assign(how, { maxAmount: totals(maxAmount), maxTotal: totals(maxTotal), expectTotal: totals(expectTotal) });
  if (expectRows !== undefined) {
    if (!/^\d+$/.test(expectRows)) throw new UsageError(`invalid value '${expectRows}' for '--expect-rows <COUNT>'`);
    how.expectRows = Number(expectRows);
  }
  if (options.limits) {
    const read = await jsonOf(options.limits);
    const request = read !== null && typeof read === 'object' && 'limits' in read ? read : { limits: read };
    if (options.history) request.history = await jsonOf(options.history);
    if (options.now || request.now === undefined) request.now = options.now ?? now();
    how.limits = request;
  } else if (options.history || options.now) {
    throw new UsageError("'--history' and '--now' need '--limits <FILE>'");
  }
  return how;
}

/** `EUR=100.00`, once or for several currencies. */
function totals(given) {
  if (given === undefined || given.length === 1) return given?.[0];
  return Object.fromEntries(
    given.map((text) => {
      const [currency, amount, ...more] = text.split('=');
      if (amount === undefined || more.length > 0) throw new Error(`${text}: an amount such as EUR=100.00 is needed`);
      return [currency, amount];
    }),
  );
}

function isWrong(summary, failOn) {
  const severities = [...summary.counts, ...summary.findings].map(({ severity }) => severity);
  if (summary.invalid > 0 || summary.findings.some(({ severity }) => severity === 'error')) return true;
  return (failOn !== undefined && summary.undetermined > 0) || (failOn === 'warning' && severities.includes('warning'));
}

/** What is said of the rows of a file. */
class Rows {
  /** The first rows with errors, and the first ones with other findings, where the former leave room. */
  #rejects = [];
  #remarks = [];
  #noted = 0;
  #isFirst = true;

  constructor(format, options, style, out) {
    const show = options.show ?? '20';
    if (!/^\d+$/.test(show)) throw new UsageError(`invalid value '${show}' for '--show <ROWS>'`);
    Object.assign(this, { format, style, out, show: Number(show), isQuiet: options.quiet });
  }

  take(rows) {
    if (this.isQuiet) return;
    for (const row of rows) {
      if (this.format === 'human') this.#note(row);
      else if (this.format === 'ndjson') this.out.write(`${JSON.stringify(row)}\n`);
      else {
        this.out.write(`${this.#isFirst ? '' : ','}${JSON.stringify(row)}`);
        this.#isFirst = false;
      }
    }
  }

  #note(row) {
    if (row.findings.length === 0) return;
    this.#noted += 1;
    const list = row.verdict === 'invalid' ? this.#rejects : this.#remarks;
    if (list.length < this.show) list.push(row);
  }

  finish(name, summary, fixed) {
    if (this.format === 'json') {
      const counts = fixed ? `,"fixed":${JSON.stringify({ rows: fixed.rows, cells: fixed.cells })}` : '';
      this.out.write(`],"summary":${JSON.stringify(summary)}${counts}}\n`);
    } else if (this.format === 'ndjson') {
      for (const found of summary.findings) process.stderr.write(`${found.severity}: ${this.style.message(found)}\n`);
    } else this.#print(name, summary, fixed);
  }

  #print(name, summary, fixed) {
    const { out, style } = this;
    const parts = [`${summary.valid} valid`, `${summary.invalid} invalid`];
    if (summary.undetermined > 0) parts.push(`${summary.undetermined} undetermined`);
    out.write(`${style.bold(`${printable(name)}: ${counted(summary.rows, 'row', 'rows')}, ${parts.join(', ')}`)}\n`);
    if (fixed && !fixed.isRefused) {
      const what = `${counted(fixed.cells, 'cell', 'cells')} in ${counted(fixed.rows, 'row', 'rows')}`;
      out.write(`fixed: ${what}; what follows is left\n`);
    }
    for (const finding of summary.findings) {
      const where = place(finding);
      out.write(`${style.severity(finding.severity)}:${where && ` ${where}:`} ${style.message(finding)}\n`);
    }
    this.#printRows();
    this.#printCounts(summary);
    this.#printTotals(summary);
  }

  #printRows() {
    if (this.#noted === 0) return;
    const { out, style } = this;
    const listed = [...this.#rejects, ...this.#remarks.slice(0, this.show - this.#rejects.length)];
    listed.sort((a, b) => a.line - b.line);
    const lines = listed.flatMap(({ line, reference, findings }) =>
      findings.map((finding, index) => [
        index === 0 ? line : '',
        index === 0 ? printable(reference ?? '') : '',
        place(finding),
        style.severity(finding.severity),
        style.message(finding),
      ]),
    );
    if (lines.length > 0) out.write(`\n${table(style, ['line', 'reference', 'field', '', 'finding'], lines, [0])}`);
    const hidden = this.#noted - listed.length;
    if (hidden > 0) {
      const more = `${counted(hidden, 'more row', 'more rows')} with findings: --show ${this.#noted} shows all`;
      out.write(`${style.faint(` … ${more}`)}\n`);
    }
  }

  #printCounts({ counts }) {
    const { out, style } = this;
    const worth = counts.filter(({ severity }) => severity !== 'info');
    if (worth.length === 0) return;
    const lines = worth.slice(0, CODES).map(({ count, severity, code }) => [count, style.severity(severity), code]);
    out.write(`\n${table(style, ['findings', '', 'code'], lines, [0])}`);
    const hidden = worth.length - CODES;
    if (hidden > 0) {
      out.write(`${style.faint(` … ${counted(hidden, 'more code', 'more codes')}: --json counts all`)}\n`);
    }
  }

  #printTotals({ totals: all }) {
    if (all.length === 0) return;
    const lines = all
      .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
      .map(({ currency, rows, amount, acceptedRows, acceptedAmount }) => [
        currency,
        rows,
        amount,
        acceptedRows,
        acceptedAmount,
      ]);
    const header = ['currency', 'rows', 'amount', 'accepted', 'accepted amount'];
    this.out.write(`\n${table(this.style, header, lines, [1, 2, 3, 4])}`);
  }
}
