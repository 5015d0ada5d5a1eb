// The check of one file, inside the worker.

import { createBriefChecker, createCsvChecker, type BriefRow, type CsvRow, type Finding, type Strictness, type Summary } from '../core';
import { disarmed, isRisky, written } from './formula';
import { asUtf8, Lines, pieces } from './file';
import type { Column, Filter, FromWorker, TableRow, Which } from './protocol';
import { cellsOf, recordAt } from './records';
import { Store } from './store';

type Tell = (message: FromWorker) => void;

/** How often the page hears how far it is. */
const EVERY = 100;
const HEADER_ROOM = 1024 * 1024;
const LINE_END = new Uint8Array([10]);

export class Checking {
  readonly #store = new Store();
  #shown: Uint32Array = new Uint32Array();
  #text: Promise<{ file: Blob; lines: Lines }> | undefined;
  #header = '';
  #separator = ',';
  #summary: Summary | undefined;

  constructor(
    private readonly file: Blob,
    private readonly strictness: Strictness,
    private readonly tell: Tell,
  ) {}

  async run(): Promise<void> {
    const began = performance.now();
    const checker = createBriefChecker({ strictness: this.strictness });
    let [bytes, told] = [0, 0];
    const take = (rows: BriefRow[]) => {
      for (const row of rows) this.#store.add(row);
    };
    for await (const piece of pieces(this.file)) {
      take(checker.push(piece));
      bytes += piece.length;
      if (performance.now() - told > EVERY) {
        told = performance.now();
        this.tell({ type: 'progress', bytes, rows: this.#store.length > 0 ? this.#store.row(this.#store.length - 1).row : 0, withFindings: this.#store.length });
      }
    }
    const { rows, summary } = checker.finish();
    take(rows);
    this.#summary = summary;
    const milliseconds = performance.now() - began;
    const columns = await this.#readHeader(summary);
    this.tell({ type: 'summary', summary, columns, marked: this.#store.fields(), milliseconds, withFindings: this.#store.length });
    this.filter({});
  }

  filter(filter: Filter): void {
    this.#shown = this.#store.filter(filter);
    this.tell({ type: 'filtered', filter, count: this.#shown.length });
  }

  /** Answers rows of the table: their cells are read from the file, their findings worked out again. */
  async rows(from: number, to: number): Promise<void> {
    const { lines } = await this.#lines();
    const rows: TableRow[] = [];
    for (const index of this.#shown.subarray(from, to)) {
      const { row, line } = this.#store.row(index);
      const stored = this.#store.findings(index);
      const text = await lines.record(line);
      const again = text === undefined ? [] : this.#again(text);
      const findings = stored.map((one): Finding => again.find(({ code, path }) => code === one.code && path === one.path) ?? one);
      rows.push({ row, line, cells: text === undefined ? [] : cellsOf(text, this.#separator), findings });
    }
    this.tell({ type: 'rows', from, rows });
  }

  /** Writes the accepted or the rejected rows to a file of their own, formulas disarmed. */
  async export(which: Which): Promise<void> {
    const { file } = await this.#lines();
    const separator = this.#separator.charCodeAt(0);
    const isRejected = which === 'rejected';
    // what is wrong with each row, with all its words
    const checker = isRejected ? createCsvChecker({ rows: 'findings', strictness: this.strictness }) : undefined;
    const findings = new Map<number, string>();
    const note = (rows: CsvRow[]) => {
      for (const row of rows) if (row.verdict === 'invalid') findings.set(row.line, said(row.findings));
    };
    const rejected = this.#store.rejectedLines();
    let nextRejected = rejected.next().value;
    const decoder = new TextDecoder();
    const encoder = new TextEncoder();
    const parts: Blob[] = [];
    const out = new Output();
    let [rest, line, rows, isHeader, read, told] = [new Uint8Array(), 1, 0, true, 0, 0];

    const write = (bytes: Uint8Array, start: number, end: number, more: string | undefined) => {
      const record = bytes.subarray(start, end);
      out.add(isRisky(bytes, start, end, separator) ? encoder.encode(disarmed(decoder.decode(record), this.#separator)) : record);
      if (more !== undefined) out.add(encoder.encode(this.#separator + written(more, this.#separator)));
      out.add(LINE_END);
    };
    const split = (bytes: Uint8Array<ArrayBuffer>, isLast: boolean) => {
      let at = 0;
      for (let span = recordAt(bytes, at, separator, isLast); span; span = recordAt(bytes, at, separator, isLast)) {
        line += span.blank;
        if (isHeader) {
          write(bytes, span.start, span.end, isRejected ? 'findings' : undefined);
          isHeader = false;
        } else {
          const isWrong = nextRejected === line;
          if (isWrong) nextRejected = rejected.next().value;
          if (isWrong === isRejected) {
            write(bytes, span.start, span.end, isRejected ? (findings.get(line) ?? '') : undefined);
            findings.delete(line);
            rows += 1;
          }
        }
        line += span.lines;
        at = span.next;
      }
      parts.push(out.take());
      rest = bytes.slice(at);
    };

    // records are written one piece behind the check, which knows all about them by then
    let waiting: Uint8Array | undefined;
    for await (const piece of pieces(file)) {
      if (checker) note(checker.push(piece));
      if (waiting) split(joined(rest, waiting), false);
      waiting = piece;
      read += piece.length;
      if (performance.now() - told > EVERY) {
        told = performance.now();
        this.tell({ type: 'exporting', which, bytes: read });
      }
    }
    if (checker) note(checker.finish().rows);
    split(joined(rest, waiting ?? new Uint8Array()), true);
    const wanted = this.#summary && (isRejected ? this.#summary.invalid : this.#summary.rows - this.#summary.invalid);
    if (rows !== wanted) throw new Error(`the file cannot be split: ${rows} of ${wanted} rows were found again`);
    this.tell({ type: 'exported', which, blob: new Blob(parts, { type: 'text/csv' }), rows });
  }

  #lines(): Promise<{ file: Blob; lines: Lines }> {
    this.#text ??= asUtf8(this.file).then(async (file) => ({ file, lines: await Lines.of(file, this.#separator.charCodeAt(0)) }));
    return this.#text;
  }

  /** Judges one row by itself, for the words of its findings. */
  #again(record: string): Finding[] {
    const checker = createCsvChecker({ rows: 'all', duplicates: false, strictness: this.strictness });
    const rows = checker.push(`${this.#header}\n${record}\n`);
    return (rows[0] ?? checker.finish().rows[0])?.findings ?? [];
  }

  async #readHeader(summary: Summary): Promise<Column[]> {
    const head = await asUtf8(this.file.slice(0, HEADER_ROOM));
    const bytes = new Uint8Array(await head.arrayBuffer());
    this.#separator = separatorOf(summary);
    const span = recordAt(bytes, 0, this.#separator.charCodeAt(0), true);
    this.#header = span ? new TextDecoder().decode(bytes.subarray(span.start, span.end)) : '';
    return cellsOf(this.#header, this.#separator).map((title, index) => ({ title, name: summary.columns[index] ?? null }));
  }
}

const SEPARATORS: Record<string, string> = { semicolons: ';', tabs: '\t', bars: '|' };

function separatorOf(summary: Summary): string {
  const found = summary.findings.find((finding) => finding.code === 'DELIMITER_DETECTED')?.params?.delimiter;
  return SEPARATORS[found ?? ''] ?? ',';
}

function said(findings: Finding[]): string {
  return findings.map(({ code, path, message }) => `${code}${path && ` ${path}`}: ${message}`).join('; ');
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Bytes that become one part of a file. */
class Output {
  #bytes = new Uint8Array(4 * 1024 * 1024);
  #length = 0;

  add(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      const more = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes.length));
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  take(): Blob {
    const part = new Blob([this.#bytes.subarray(0, this.#length)]);
    this.#length = 0;
    return part;
  }
}
