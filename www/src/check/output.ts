// Files to take along: accepted, rejected and corrected rows, and the list of changes. Formulas are disarmed.

import type { Finding } from '../core';
import type { Edits } from './edits';
import { encoded, MARK, type Decoded } from './encoding';
import { disarmed, isRisky, written } from './formula';
import { walk } from './records';

const LINE_END = new Uint8Array([10]);
const ROOM = 4 * 1024 * 1024;

/** Bytes that become the parts of a file. */
class Output {
  readonly #parts: Blob[] = [];
  #bytes = new Uint8Array(ROOM + 512 * 1024);
  #length = 0;

  constructor(private readonly decoded: Pick<Decoded, 'encoding' | 'hasMark'>) {
    if (decoded.hasMark) this.add(new TextEncoder().encode(MARK));
  }

  add(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      const more = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes.length));
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Called between records, so that no character is cut. */
  flush(isLast = false): void {
    if (this.#length < ROOM && !isLast) return;
    this.#parts.push(new Blob([encoded(this.#bytes.slice(0, this.#length), this.decoded.encoding)]));
    this.#length = 0;
  }

  take(): Blob {
    this.flush(true);
    return new Blob(this.#parts);
  }
}

export interface Source {
  stream: AsyncIterable<Uint8Array>;
  separator: string;
  decoded: Decoded;
  told: (bytes: number) => void;
}

/** How often the page hears how far it is. */
const EVERY = 100;

async function* counted({ stream, told }: Source): AsyncGenerator<Uint8Array> {
  let [read, last] = [0, 0];
  for await (const piece of stream) {
    yield piece;
    read += piece.length;
    if (performance.now() - last > EVERY) {
      last = performance.now();
      told(read);
    }
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const safe = (bytes: Uint8Array, start: number, end: number, separator: string): Uint8Array =>
  isRisky(bytes, start, end, separator.charCodeAt(0))
    ? encoder.encode(disarmed(decoder.decode(bytes.subarray(start, end)), separator))
    : bytes.subarray(start, end);

/** Everything that the file holds, with what was changed. */
export async function corrected(source: Source): Promise<Blob> {
  const { separator } = source;
  const out = new Output(source.decoded);
  let [last, behind]: [Uint8Array | undefined, number] = [undefined, 0];
  await walk(counted(source), separator, (_, bytes, { start, end, next }) => {
    // empty lines in front of the record, and its line end, stay as they are
    if (bytes !== last) behind = 0;
    out.add(bytes.subarray(behind, start));
    out.add(safe(bytes, start, end, separator));
    out.add(bytes.subarray(end, next));
    [last, behind] = [bytes, next];
    out.flush();
  });
  return out.take();
}

export interface Chosen {
  headerLine: number;
  /** Whether a row is among those that are written. */
  has: (line: number) => boolean;
  /** What is said of it in a column of its own. */
  findings?: (line: number) => string;
}

/** The header and the rows that were chosen, a line each. */
export async function chosen(
  source: Source,
  { headerLine, has, findings }: Chosen,
): Promise<{ blob: Blob; rows: number }> {
  const { separator } = source;
  const out = new Output({ encoding: 'utf-8', hasMark: source.decoded.hasMark });
  let rows = 0;
  await walk(counted(source), separator, (line, bytes, { start, end }) => {
    const isHeader = line === headerLine;
    if (line < headerLine || (!isHeader && !has(line))) return;
    out.add(safe(bytes, start, end, separator));
    if (findings) out.add(encoder.encode(separator + written(isHeader ? 'findings' : findings(line), separator)));
    out.add(LINE_END);
    out.flush();
    if (!isHeader) rows += 1;
  });
  return { blob: out.take(), rows };
}

/** The list of changes, a line each. */
export function changes(edits: Edits, titles: string[], separator: string): Blob {
  const line = (cells: (string | number)[]) => cells.map((cell) => written(String(cell), separator)).join(separator);
  const lines = [line(['row', 'line', 'column', 'before', 'after', 'why'])];
  for (const [at, { row, cells }] of edits.entries()) {
    for (const [column, { before, after, code }] of cells)
      lines.push(line([row, at, titles[column] ?? '', before, after, code || 'typed']));
  }
  return new Blob([`${MARK}${lines.join('\n')}\n`], { type: 'text/csv' });
}

/** The findings of a row in one cell. */
export const said = (findings: Finding[]): string =>
  findings.map(({ code, path, message }) => `${code}${path && ` ${path}`}: ${message}`).join('; ');
