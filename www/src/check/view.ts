// Which rows the table shows, and in which order: lines of the file, found by going through it once.

import { cellsOf, walk, type Span } from './records';
import type { View } from './protocol';

const QUOTE = 34;
const decoder = new TextDecoder();

/** The lines that both lists have; both are in order. */
export function both(a: Uint32Array, b: Uint32Array): Uint32Array {
  const found = new Uint32Array(Math.min(a.length, b.length));
  let [i, j, count] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (left === right) found[count++] = left;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return found.slice(0, count);
}

/** A list that grows without boxing its numbers; lines and places in a file need more than 32 bits. */
export class NumberList {
  #numbers = new Float64Array(4096);
  #length = 0;

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const more = new Float64Array(this.#length * 2);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[this.#length++] = number;
  }

  take(): Float64Array {
    return this.#numbers.slice(0, this.#length);
  }
}

/** The place of a number in a list in order; nothing where it is not in it. */
export function placeOf(list: ArrayLike<number>, number: number): number | undefined {
  let [low, high] = [0, list.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const there = list[middle] as number;
    if (there === number) return middle;
    if (there < number) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** Whether bytes hold a text; `lower` and `upper` are the same in small letters and capitals. */
function holds(bytes: Uint8Array, start: number, end: number, lower: Uint8Array, upper: Uint8Array): boolean {
  const last = end - lower.length;
  const [a, b] = [lower[0], upper[0]];
  for (let at = start; at <= last; at++) {
    if (bytes[at] !== a && bytes[at] !== b) continue;
    let same = 1;
    while (same < lower.length && (bytes[at + same] === lower[same] || bytes[at + same] === upper[same])) same += 1;
    if (same === lower.length) return true;
  }
  return false;
}

/** The lines of the records that hold a text. */
export async function search(stream: AsyncIterable<Uint8Array>, separator: string, text: string): Promise<Uint32Array> {
  const encoder = new TextEncoder();
  const [lower, upper] = [encoder.encode(text.toLowerCase()), encoder.encode(text.toUpperCase())];
  const isPlain = lower.length === upper.length;
  const found = new NumberList();
  await walk(stream, separator, (line, bytes, { start, end }) => {
    if (
      isPlain
        ? holds(bytes, start, end, lower, upper)
        : decoder.decode(bytes.subarray(start, end)).toLowerCase().includes(text.toLowerCase())
    )
      found.push(line);
  });
  return Uint32Array.from(found.take());
}

/** The text of one cell. */
function cellAt(bytes: Uint8Array, { start, end }: Span, separator: number, column: number): string {
  let [at, from] = [0, start];
  for (let place = start; place <= end; place++) {
    if (bytes[place] === QUOTE && place === from)
      return cellsOf(decoder.decode(bytes.subarray(start, end)), String.fromCharCode(separator))[column] ?? '';
    if (place < end && bytes[place] !== separator) continue;
    if (at === column) return decoder.decode(bytes.subarray(from, place));
    at += 1;
    from = place + 1;
  }
  return '';
}

/** An amount as a number, for an order alone: the last point or comma stands in front of the decimals. */
function magnitude(text: string): number {
  const found = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text.replace(/[^\d.,-]/g, ''));
  return Number(`${(found?.[1] ?? '').replace(/[.,]/g, '')}.${found?.[2] ?? '0'}`);
}

/** The lines in the order of a column. */
export async function sorted(
  lines: Uint32Array,
  stream: AsyncIterable<Uint8Array>,
  separator: string,
  column: number,
  isAmount: boolean,
): Promise<Uint32Array> {
  const keys: (string | number)[] = isAmount
    ? (new Float64Array(lines.length) as unknown as number[])
    : new Array<string>(lines.length).fill('');
  let at = 0;
  await walk(stream, separator, (line, bytes, span) => {
    while (at < lines.length && (lines[at] as number) < line) at += 1;
    if (lines[at] !== line) return;
    const text = cellAt(bytes, span, separator.charCodeAt(0), column);
    keys[at++] = isAmount ? magnitude(text) : text.toLowerCase();
  });
  return byKey(lines, keys);
}

/** The lines in the order of their keys; those with the same key as they were. */
export function byKey(lines: Uint32Array, keys: ArrayLike<string | number>): Uint32Array {
  const order = Uint32Array.from({ length: lines.length }, (_, at) => at);
  order.sort((a, b) => {
    const [left, right] = [keys[a] as string | number, keys[b] as string | number];
    return left < right ? -1 : left > right ? 1 : a - b;
  });
  return order.map((at) => lines[at] as number);
}

export const isNarrow = ({ code, field, severity }: View): boolean =>
  code !== undefined || field !== undefined || severity !== undefined;
