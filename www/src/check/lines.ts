// Where the lines of a file are.

import { PIECE, pieces } from './pieces';
import { recordAt } from './records';

const LF = 10;
const CR = 13;
/** As much as a record needs, unless it is a very long one. */
const NEAR = 32 * 1024;

/** A record and where in the file it stands. */
export interface Found {
  start: number;
  end: number;
  /** How many lines it spans. */
  lines: number;
  text: string;
}

/** Finds records by the line that they begin at: the line at the beginning of each piece is remembered, and no more. */
export class Lines {
  /** How many lines end before each piece. */
  readonly #before: number[] = [];
  #held: Held | undefined;

  private constructor(
    private readonly file: Blob,
    private readonly separator: number,
  ) {}

  static async of(file: Blob, separator: number): Promise<Lines> {
    const lines = new Lines(file, separator);
    let ended = 0;
    let isAfterReturn = false;
    for await (const piece of pieces(file)) {
      lines.#before.push(ended);
      for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) ended += 1;
      // a return alone ends a line as well
      if (isAfterReturn && piece[0] !== LF) ended += 1;
      for (let at = piece.indexOf(CR); at >= 0; at = piece.indexOf(CR, at + 1))
        if (at + 1 < piece.length && piece[at + 1] !== LF) ended += 1;
      isAfterReturn = piece.at(-1) === CR;
    }
    return lines;
  }

  /** The record that begins at a place that is known. */
  async at(start: number): Promise<Found | undefined> {
    const bytes = new Uint8Array(await this.file.slice(start, start + NEAR).arrayBuffer());
    const span = recordAt(bytes, 0, this.separator, start + bytes.length >= this.file.size);
    return (
      span && {
        start: start + span.start,
        end: start + span.end,
        lines: span.lines,
        text: new TextDecoder().decode(bytes.subarray(span.start, span.end)),
      }
    );
  }

  /** The record that begins at a line, counted from 1. */
  async record(line: number): Promise<Found | undefined> {
    const index = this.#pieceOf(line - 1);
    const held = await this.#hold(index);
    const { bytes } = held;
    if (held.line > line) this.#rewind(held, index);
    for (; held.line < line && held.at < bytes.length; held.line++) {
      while (held.at < bytes.length && bytes[held.at] !== LF && bytes[held.at] !== CR) held.at += 1;
      held.at += bytes[held.at] === CR && bytes[held.at + 1] === LF ? 2 : 1;
    }
    const span = recordAt(bytes, held.at, this.separator, held.from + bytes.length >= this.file.size);
    return (
      span && {
        start: held.from + span.start,
        end: held.from + span.end,
        lines: span.lines,
        text: new TextDecoder().decode(bytes.subarray(span.start, span.end)),
      }
    );
  }

  /** Goes to the beginning of a piece. */
  #rewind(held: Held, index: number): void {
    held.at = index * PIECE - held.from;
    held.line = (this.#before[index] ?? 0) + 1;
    // a return that ends the piece before was counted in this one
    if (held.at === 1 && held.bytes[0] === CR) {
      held.line += 1;
      if (held.bytes[1] === LF) held.at = 2;
    }
  }

  /** The last piece before which no more than so many lines end. */
  #pieceOf(ended: number): number {
    let [low, high] = [0, this.#before.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#before[middle] ?? 0) < ended || middle === 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A piece, a byte in front of it, and as much of the next as a record may need. */
  async #hold(index: number): Promise<Held> {
    if (this.#held?.index !== index) {
      const from = Math.max(0, index * PIECE - 1);
      const bytes = new Uint8Array(await this.file.slice(from, index * PIECE + PIECE + 512 * 1024).arrayBuffer());
      this.#held = { index, from, bytes, at: 0, line: 0 };
      this.#rewind(this.#held, index);
    }
    return this.#held;
  }
}

/** A piece in memory, and how far it was walked through. */
interface Held {
  index: number;
  from: number;
  bytes: Uint8Array;
  at: number;
  line: number;
}
