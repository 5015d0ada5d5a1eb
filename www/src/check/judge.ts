// Judges single rows again, and mends them.

import { createCsvChecker, type CsvOptions, type Finding } from '../core';
import type { CellChange } from './edits';
import { cellsOf } from './records';

/** How often a row is looked at again: a cell that was mended may show what is wrong with another. */
const ROUNDS = 6;

/** The name in a JSON Pointer of one step. */
const fieldOf = (path: string): string => (path.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

export interface Mending {
  /** A record, and the record that it becomes with changes. */
  record: string;
  with: (changes: CellChange[]) => string;
}

export class Judge {
  readonly #options: CsvOptions;

  constructor(
    options: CsvOptions,
    private readonly header: string,
    private readonly separator: string,
    private readonly names: readonly (string | null)[],
  ) {
    this.#options = { ...options, duplicates: false, rows: 'findings' };
  }

  /** The findings of each record, as if it stood alone. */
  findings(records: string[]): Finding[][] {
    const checker = createCsvChecker(this.#options);
    const found = new Map<number, Finding[]>();
    const lines: number[] = [];
    let line = this.header.split('\n').length + 1;
    for (const record of records) {
      lines.push(line);
      line += record.split('\n').length;
    }
    const rows = checker.push(`${this.header}\n${records.join('\n')}\n`);
    for (const row of [...rows, ...checker.finish().rows]) found.set(row.line, row.findings);
    return lines.map((at) => found.get(at) ?? []);
  }

  /** The column that a finding speaks of: of several, the first that is filled. */
  columnOf(path: string, cells: string[]): number {
    const name = fieldOf(path);
    const all = this.names.flatMap((one, at) => (one === name ? [at] : []));
    return all.find((at) => (cells[at] ?? '').trim() !== '') ?? all[0] ?? -1;
  }

  /** The changes that take over what is suggested, where a cell has no error any more with it. */
  mend(rows: Mending[], kind?: { code: string; path: string }): CellChange[][] {
    const changes: CellChange[][] = rows.map(() => []);
    const records = rows.map(({ record }) => record);
    let findings = this.findings(records);
    let open = rows.map((_, at) => at);
    for (let round = 0; round < (kind ? 1 : ROUNDS) && open.length > 0; round++) {
      const tried = open.flatMap((at) => {
        const cells = cellsOf(records[at] ?? '', this.separator);
        const more = (findings[at] ?? []).flatMap(({ suggestion: text, code, path }) => {
          const column = this.columnOf(path, cells);
          if (
            text === undefined ||
            column < 0 ||
            text === cells[column] ||
            (kind && (kind.code !== code || kind.path !== path))
          )
            return [];
          return [{ column, text, code, path }];
        });
        const first = more.filter((one, index) => more.findIndex(({ column }) => column === one.column) === index);
        return first.length > 0 ? [{ at, more: first }] : [];
      });
      if (tried.length === 0) break;
      const apply = ({ at, more }: (typeof tried)[number]) =>
        (rows[at] as Mending).with([...(changes[at] as CellChange[]), ...more]);
      const judged = this.findings(tried.map(apply));
      open = [];
      for (const [index, one] of tried.entries()) {
        const wrong = new Set(
          (judged[index] ?? []).filter(({ severity }) => severity === 'error').map(({ path }) => path),
        );
        // each by itself, where all of them together leave something wrong
        const kept = one.more.some(({ path }) => wrong.has(path))
          ? one.more.filter((each) => this.#helps(rows[one.at] as Mending, changes[one.at] as CellChange[], each))
          : one.more;
        if (kept.length === 0) continue;
        changes[one.at]?.push(...kept.map(({ column, text, code }) => ({ column, text, code })));
        records[one.at] = (rows[one.at] as Mending).with(changes[one.at] as CellChange[]);
        open.push(one.at);
      }
      const again = this.findings(open.map((at) => records[at] ?? ''));
      findings = [];
      open.forEach((at, index) => (findings[at] = again[index] ?? []));
    }
    return changes;
  }

  #helps(row: Mending, before: CellChange[], change: CellChange & { path: string }): boolean {
    const [findings = []] = this.findings([row.with([...before, change])]);
    return !findings.some(({ severity, path }) => severity === 'error' && path === change.path);
  }
}
