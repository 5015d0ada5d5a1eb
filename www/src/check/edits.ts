// What was changed in a file: a few records beside it, and what each of them replaces.

import { written } from './formula';
import { joined, pieces } from './pieces';
import { cellsOf, withCells } from './records';

export interface CellEdit {
  before: string;
  after: string;
  /** The finding that suggested it; empty where somebody typed it. */
  code: string;
}

/** A record that was changed; never changed itself, so that what it was before can be gone back to. */
export interface RowEdit {
  row: number;
  /** Where the record stands in the file. */
  start: number;
  end: number;
  /** How many lines it spans there. */
  lines: number;
  original: string;
  record: string;
  cells: Map<number, CellEdit>;
}

export interface CellChange {
  column: number;
  text: string;
  code: string;
}

type Original = Pick<RowEdit, 'row' | 'start' | 'end' | 'lines' | 'original'>;

export class Edits {
  readonly #rows = new Map<number, RowEdit>();
  readonly #undo: { cells: number; was: Map<number, RowEdit | undefined> }[] = [];

  constructor(private readonly separator: string) {}

  get(line: number): RowEdit | undefined {
    return this.#rows.get(line);
  }

  /** How many steps can be undone. */
  get steps(): number {
    return this.#undo.length;
  }

  get changed(): { cells: number; rows: number; undo: { cells: number } | null } {
    let cells = 0;
    for (const row of this.#rows.values()) cells += row.cells.size;
    const last = this.#undo.at(-1);
    return { cells, rows: this.#rows.size, undo: last ? { cells: last.cells } : null };
  }

  /** The lines of the changed rows, in order. */
  lines(): Uint32Array {
    return Uint32Array.from(this.#rows.keys()).sort();
  }

  *entries(): Generator<[number, RowEdit]> {
    for (const line of this.lines()) yield [line, this.#rows.get(line) as RowEdit];
  }

  /** A record with changes, which are not kept by this. */
  with(original: Original, was: RowEdit | undefined, changes: CellChange[]): RowEdit {
    const cells = new Map(was?.cells);
    const there = cellsOf(original.original, this.separator);
    for (const { column, text, code } of changes) {
      const before = there[column] ?? '';
      if (text === before) cells.delete(column);
      else cells.set(column, { before, after: text, code });
    }
    const texts = new Map([...cells].map(([column, { after }]) => [column, written(after, this.separator)]));
    return { ...original, record: withCells(original.original, this.separator, texts), cells };
  }

  /** Keeps changes as one step that can be undone. */
  keep(rows: Map<number, RowEdit>): void {
    const was = new Map<number, RowEdit | undefined>();
    let cells = 0;
    for (const [line, row] of rows) {
      const before = this.#rows.get(line);
      was.set(line, before);
      for (const [column, { after }] of row.cells) if (before?.cells.get(column)?.after !== after) cells += 1;
      for (const column of before?.cells.keys() ?? []) if (!row.cells.has(column)) cells += 1;
      this.#put(line, row);
    }
    if (cells > 0) this.#undo.push({ cells, was });
  }

  undo(): Iterable<number> {
    const last = this.#undo.pop();
    for (const [line, row] of last?.was ?? []) this.#put(line, row);
    return last?.was.keys() ?? [];
  }

  #put(line: number, row: RowEdit | undefined): void {
    if (row && row.cells.size > 0) this.#rows.set(line, row);
    else this.#rows.delete(line);
  }

  /** The file as it is now. Every record keeps its line: where one has become shorter, empty lines follow it. */
  async *stream(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const edits = [...this.#rows.values()].sort((a, b) => a.start - b.start);
    const encoder = new TextEncoder();
    let [next, at, base] = [0, 0, 0];
    for await (const piece of pieces(file)) {
      const end = base + piece.length;
      const parts: Uint8Array[] = [];
      for (let edit = edits[next]; edit && edit.start < end; edit = edits[++next]) {
        if (edit.start > Math.max(at, base)) parts.push(piece.subarray(Math.max(at, base) - base, edit.start - base));
        parts.push(encoder.encode(edit.record + '\n'.repeat(edit.lines - edit.record.split('\n').length)));
        at = edit.end;
      }
      if (at < end) parts.push(piece.subarray(Math.max(at, base) - base));
      yield parts.length === 1 && parts[0]?.length === piece.length ? piece : joined(parts);
      base = end;
    }
  }
}
