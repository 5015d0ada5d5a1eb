// The findings of a file in a few bytes each: their texts are worked out again for the rows that are looked at.

import type { BriefRow, Finding } from '../core';
import type { KindCount, View } from './protocol';

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

export class Store {
  readonly #rows = new Numbers(new Uint32Array(1024));
  readonly #lines = new Numbers(new Uint32Array(1024));
  /** Where the findings of each row begin. */
  readonly #first = new Numbers(new Uint32Array(1024));
  readonly #kinds = new Numbers(new Uint16Array(1024));
  /** The earlier row that each finding speaks of, or 0. */
  readonly #others = new Numbers(new Uint32Array(1024));
  /** The first finding of each kind. */
  readonly #kind: Finding[] = [];

  /** How many rows there are. */
  get length(): number {
    return this.#rows.length;
  }

  add(brief: BriefRow): void {
    this.#rows.push(brief[0]);
    this.#lines.push(brief[1]);
    this.#first.push(this.#kinds.length);
    for (let at = 2; at + 1 < brief.length; at += 2) {
      const kind = brief[at + 1] as number | Finding;
      this.#others.push(brief[at] as number);
      this.#kinds.push(typeof kind === 'number' ? kind : this.#keep(kind));
    }
  }

  /** Keeps the first finding of a kind. */
  #keep(kind: Finding): number {
    return this.#kind.push(kind) - 1;
  }

  /** The place of the row that begins at a line, if there is something to say about it. */
  find(line: number): number | undefined {
    let [low, high] = [0, this.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const there = this.#lines.at(middle);
      if (there === line) return middle;
      if (there < line) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** The findings by kind, errors first and the most frequent of them first. */
  kinds(): KindCount[] {
    const counts = this.#counts();
    const rank = { error: 0, warning: 1, info: 2 };
    return this.#kind
      .map((finding, kind) => ({ finding, count: counts[kind] ?? 0 }))
      .sort((a, b) => rank[a.finding.severity] - rank[b.finding.severity] || b.count - a.count);
  }

  #counts(): Uint32Array {
    const counts = new Uint32Array(this.#kind.length);
    for (let at = 0; at < this.#kinds.length; at++) {
      const kind = this.#kinds.at(at);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  /** The worst severity of a row: 0 where it has errors. */
  rank(index: number): number {
    const rank = { error: 0, warning: 1, info: 2 };
    const first = this.#kind[this.#kinds.at(this.#first.at(index))];
    return first ? rank[first.severity] : 3;
  }

  row(index: number): { row: number; line: number } {
    return { row: this.#rows.at(index), line: this.#lines.at(index) };
  }

  /** The findings of a row, in the words of the first of their kinds and with their own rows. */
  findings(index: number): Finding[] {
    const found: Finding[] = [];
    for (let at = this.#first.at(index); at < this.#end(index); at++) {
      const first = this.#kind[this.#kinds.at(at)];
      const other = this.#others.at(at);
      if (!first) continue;
      // what was suggested for the first row is nothing for another
      const { suggestion, ...kind } = first;
      found.push(other === 0 ? kind : naming(kind, String(other)));
    }
    return found;
  }

  /** The fields that findings speak of, the most frequent first. */
  fields(): string[] {
    const counts = new Map<string, number>();
    const byKind = this.#counts();
    this.#kind.forEach(({ path }, kind) => counts.set(path, (counts.get(path) ?? 0) + (byKind[kind] ?? 0)));
    return [...counts].sort(([, a], [, b]) => b - a).map(([path]) => path.slice(1));
  }

  /** Where the findings of a row end. */
  #end(index: number): number {
    return index + 1 < this.length ? this.#first.at(index + 1) : this.#kinds.length;
  }

  /** The lines of the rows that a filter lets through, in order. */
  filter({ code, severity, field }: Pick<View, 'code' | 'severity' | 'field'>): Uint32Array {
    const wanted = this.#kind.map(
      (kind) =>
        (code === undefined || kind.code === code) &&
        (severity === undefined || kind.severity === severity) &&
        (field === undefined || kind.path === `/${field}`),
    );
    const found = new Uint32Array(this.length);
    let count = 0;
    for (let index = 0, at = 0; index < this.length; index++) {
      let fits = false;
      for (const end = this.#end(index); at < end; at++) fits ||= wanted[this.#kinds.at(at)] === true;
      if (fits) found[count++] = this.#lines.at(index);
    }
    return found.slice(0, count);
  }
}

/** The finding with another row in the place of the one that it names. */
function naming(finding: Finding, row: string): Finding {
  return {
    ...finding,
    message: finding.message.replace(finding.params?.row ?? row, row),
    params: { ...finding.params, row },
  };
}
