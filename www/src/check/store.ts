// The findings of a file in a few bytes each: their texts are worked out again for the rows that are looked at.

import type { CsvRow, Finding, Severity } from '../core';
import type { Filter } from './protocol';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** A list of numbers that grows without boxing them. */
class Numbers<A extends Uint32Array | Uint16Array | Uint8Array> {
  length = 0;
  constructor(private values: A) {}

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new (this.values.constructor as new (length: number) => A)(this.length * 2);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }
}

/** Texts by number. */
class Texts {
  readonly #numbers = new Map<string, number>();
  readonly list: string[] = [];

  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.list.length;
      this.#numbers.set(text, number);
      this.list.push(text);
    }
    return number;
  }

  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }
}

/** A finding without its text. */
export interface Stored {
  severity: Severity;
  code: string;
  path: string;
  /** The earlier row that it speaks of, or 0. */
  other: number;
}

export class Store {
  readonly #rows = new Numbers(new Uint32Array(1024));
  readonly #lines = new Numbers(new Uint32Array(1024));
  /** Where the findings of each row begin. */
  readonly #first = new Numbers(new Uint32Array(1024));
  readonly #codes = new Numbers(new Uint8Array(1024));
  readonly #severities = new Numbers(new Uint8Array(1024));
  readonly #paths = new Numbers(new Uint16Array(1024));
  readonly #others = new Numbers(new Uint32Array(1024));
  readonly #code = new Texts();
  readonly #path = new Texts();
  /** The first finding of each code, for its words. */
  readonly #samples = new Map<string, Finding>();

  /** How many rows there are. */
  get length(): number {
    return this.#rows.length;
  }

  add(row: CsvRow): void {
    this.#rows.push(row.row);
    this.#lines.push(row.line);
    this.#first.push(this.#codes.length);
    for (const finding of row.findings) {
      if (!this.#samples.has(finding.code)) this.#samples.set(finding.code, finding);
      this.#codes.push(this.#code.number(finding.code));
      this.#severities.push(SEVERITIES.indexOf(finding.severity));
      this.#paths.push(this.#path.number(finding.path));
      this.#others.push(Number(finding.params?.row ?? 0));
    }
  }

  row(index: number): { row: number; line: number } {
    return { row: this.#rows.at(index), line: this.#lines.at(index) };
  }

  findings(index: number): Stored[] {
    const end = index + 1 < this.length ? this.#first.at(index + 1) : this.#codes.length;
    const found: Stored[] = [];
    for (let at = this.#first.at(index); at < end; at++) {
      found.push({
        severity: SEVERITIES[this.#severities.at(at)] ?? 'info',
        code: this.#code.list[this.#codes.at(at)] ?? '',
        path: this.#path.list[this.#paths.at(at)] ?? '',
        other: this.#others.at(at),
      });
    }
    return found;
  }

  /** The finding in words: those of the first of its code, with its own row. */
  worded({ severity, code, path, other }: Stored): Finding {
    const sample = this.#samples.get(code);
    const message = (sample?.message ?? code).replace(sample?.params?.row ?? '\0', String(other));
    return { severity, code: code as Finding['code'], path, message, ...(other > 0 ? { params: { row: String(other) } } : {}) };
  }

  /** The fields that findings speak of, the most frequent first. */
  fields(): string[] {
    const counts = new Map<string, number>();
    for (let at = 0; at < this.#paths.length; at++) {
      const path = this.#path.list[this.#paths.at(at)] ?? '';
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a).map(([path]) => path.slice(1));
  }

  /** The places of the rows that a filter lets through. */
  filter({ code, severity }: Filter): Uint32Array {
    const wantedCode = code === undefined ? undefined : this.#code.find(code);
    const wantedSeverity = severity === undefined ? undefined : SEVERITIES.indexOf(severity);
    const found = new Uint32Array(this.length);
    let count = 0;
    for (let index = 0, at = 0; index < this.length; index++) {
      const end = index + 1 < this.length ? this.#first.at(index + 1) : this.#codes.length;
      let fits = false;
      for (; at < end; at++) {
        fits ||= (wantedCode === undefined || this.#codes.at(at) === wantedCode) && (wantedSeverity === undefined || this.#severities.at(at) === wantedSeverity);
      }
      if (fits) found[count++] = index;
    }
    return found.slice(0, count);
  }

  /** The lines of the rows with errors, in order. */
  *rejectedLines(): Generator<number> {
    for (const index of this.filter({ severity: 'error' })) yield this.#lines.at(index);
  }
}
