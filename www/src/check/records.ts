// Where records begin and end in bytes of CSV, by the same rules as the core: a quotation mark counts at the
// beginning of a cell only, records end at LF, CRLF or CR, empty lines are passed over, and an open quotation
// mark ends with its line.

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** The largest record that is looked at as one. */
const LARGEST = 256 * 1024;

export interface Span {
  /** Where it stands, without its line end. */
  start: number;
  end: number;
  /** Where the next one begins. */
  next: number;
  /** How many lines it spans. */
  lines: number;
  /** How many empty lines stand in front of it. */
  blank: number;
}

/** The record at a place, or nothing where it may go on behind these bytes. */
export function recordAt(bytes: Uint8Array, from: number, separator: number, isLast: boolean): Span | undefined {
  let start = from;
  let blank = 0;
  while (start < bytes.length && (bytes[start] === LF || bytes[start] === CR)) {
    if (bytes[start] === CR && start + 1 === bytes.length && !isLast) return undefined;
    start += bytes[start] === CR && bytes[start + 1] === LF ? 2 : 1;
    blank += 1;
  }
  if (start >= bytes.length) return undefined;
  let at = start;
  let cell = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === separator) cell = at + 1;
    else if (byte === QUOTE && at === cell) return quotedAt(bytes, start, blank, separator, isLast);
    else if (byte === LF || byte === CR) return ended(bytes, start, at, 1, blank, isLast);
  }
  return isLast ? { start, end: at, next: at, lines: 1, blank } : undefined;
}

function ended(
  bytes: Uint8Array,
  start: number,
  end: number,
  lines: number,
  blank: number,
  isLast: boolean,
): Span | undefined {
  if (bytes[end] === CR && end + 1 === bytes.length && !isLast) return undefined;
  return { start, end, next: end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1), lines, blank };
}

function quotedAt(
  bytes: Uint8Array,
  start: number,
  blank: number,
  separator: number,
  isLast: boolean,
): Span | undefined {
  const limit = Math.min(bytes.length, start + LARGEST);
  let lines = 1;
  let isOpen = false;
  let isStart = true;
  for (let at = start; at < limit; at++) {
    const byte = bytes[at];
    if (isOpen) {
      if (byte === LF) lines += 1;
      if (byte !== QUOTE) continue;
      if (bytes[at + 1] === QUOTE) {
        at += 1;
        continue;
      }
      isOpen = false;
      const after = bytes[at + 1];
      const isEnd = after === undefined || after === separator || after === LF || after === CR;
      // the mark that seems to close a cell of several lines opens another: the first was forgotten
      if (!isEnd && lines > 1) return unclosed(bytes, start, blank);
    } else if (byte === QUOTE && isStart) {
      isOpen = true;
      isStart = false;
    } else if (byte === separator) {
      isStart = true;
    } else if (byte === LF || byte === CR) {
      return ended(bytes, start, at, lines, blank, isLast);
    } else {
      isStart = false;
    }
  }
  if (isOpen) return isLast || limit - start === LARGEST ? unclosed(bytes, start, blank) : undefined;
  return isLast ? { start, end: limit, next: limit, lines, blank } : undefined;
}

function unclosed(bytes: Uint8Array, start: number, blank: number): Span {
  const found = bytes.indexOf(LF, start);
  const end = found < 0 ? bytes.length : found;
  return { start, end: bytes[end - 1] === CR ? end - 1 : end, next: Math.min(end + 1, bytes.length), lines: 1, blank };
}

interface Cell {
  text: string;
  /** Where it stands in the record, quotation marks and all. */
  start: number;
  end: number;
}

function parsed(record: string, separator: string): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  while (at <= record.length) {
    const start = at;
    let text = '';
    if (record[at] === '"') {
      at += 1;
      for (;;) {
        const close = record.indexOf('"', at);
        if (close < 0) {
          text += record.slice(at);
          at = record.length;
          break;
        }
        text += record.slice(at, close);
        at = close + 1;
        if (record[at] !== '"') break;
        text += '"';
        at += 1;
      }
    }
    const found = record.indexOf(separator, at);
    const end = found < 0 ? record.length : found;
    cells.push({ text: text + record.slice(at, end), start, end });
    at = end + 1;
  }
  return cells;
}

/** The cells of one record. */
export const cellsOf = (record: string, separator: string): string[] =>
  parsed(record, separator).map(({ text }) => text);

/** A record with other cells, each written as it is to stand there; the rest of it stays as it is. */
export function withCells(record: string, separator: string, cells: Map<number, string>): string {
  const there = parsed(record, separator);
  const width = Math.max(there.length, ...[...cells.keys()].map((column) => column + 1));
  return Array.from({ length: width }, (_, column) => {
    const cell = there[column];
    return cells.get(column) ?? (cell ? record.slice(cell.start, cell.end) : '');
  }).join(separator);
}

/** Goes through the records of a file that comes in pieces; `visit` is told the line of each, and where in the file the bytes begin. */
export async function walk(
  stream: AsyncIterable<Uint8Array>,
  separator: string,
  visit: (line: number, bytes: Uint8Array, span: Span, base: number) => void,
): Promise<void> {
  const mark = separator.charCodeAt(0);
  let [rest, line, base]: [Uint8Array, number, number] = [new Uint8Array(), 1, 0];
  const go = (bytes: Uint8Array, isLast: boolean) => {
    let at = 0;
    for (let span = recordAt(bytes, at, mark, isLast); span; span = recordAt(bytes, at, mark, isLast)) {
      line += span.blank;
      visit(line, bytes, span, base);
      line += span.lines;
      at = span.next;
    }
    rest = bytes.slice(at);
    base += at;
  };
  for await (const piece of stream) {
    if (rest.length === 0) {
      go(piece, false);
      continue;
    }
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    go(bytes, false);
  }
  go(rest, true);
}
