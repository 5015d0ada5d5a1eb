// Files of JSON objects, in an array or one a line, as a table and back: a row each, numbers digit by digit.

import type { Edits } from './edits';
import { written } from './formula';

/** The largest file that is read as a whole. */
const LARGEST = 100_000_000;
const SEPARATOR = ',';

type Item = Record<string, unknown>;

export interface JsonFile {
  items: Item[];
  keys: string[];
  /** Whether each object has a line of its own. */
  isLines: boolean;
  /** The objects as CSV, each in a line: the first in the second. */
  table: Blob;
}

/** Stands in front of a number that is held as text, so that it loses no digit; a file that has this letter is left to the core. */
const NUMBER = '\ue000';

const parse = (text: string): unknown =>
  JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
      token[0] === '"' ? token : `"${NUMBER}${token}"`,
    ),
  );

const stringify = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(/"\ue000([^"]*)"/g, '$1');

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value.replace(NUMBER, '').replace(/[\r\n]+/g, ' ')
      : stringify(value);

/** Reads a file of JSON; nothing where it is none, or one that cannot be read as objects. */
export async function readJson(file: Blob): Promise<JsonFile | undefined> {
  const first = (await file.slice(0, 64).text()).trimStart()[0];
  if ((first !== '[' && first !== '{') || file.size > LARGEST) return undefined;
  const text = await file.text();
  if (text.includes(NUMBER)) return undefined;
  let found: unknown[];
  try {
    const isArray = first === '[';
    found = isArray
      ? (parse(text) as unknown[])
      : text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(parse);
    if (found.length === 0 || !found.every(isItem)) return undefined;
  } catch {
    // what is wrong with it the core says
    return undefined;
  }
  const items = found as Item[];
  const keys = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const line = (cells: string[]) => cells.map((cell) => written(cell, SEPARATOR, false)).join(SEPARATOR);
  return {
    items,
    keys,
    isLines: first === '{',
    table: new Blob([
      [line(keys), ...items.map((item) => line(keys.map((key) => textOf(item[key]))))].join('\n'),
      '\n',
    ]),
  };
}

/** The objects with what was changed. */
export function correctedJson({ items, keys, isLines }: JsonFile, edits: Edits): Blob {
  const all = [...items];
  for (const [line, { cells }] of edits.entries()) {
    const item = { ...all[line - 2] };
    for (const [column, { after }] of cells) item[keys[column] ?? ''] = after;
    all[line - 2] = item;
  }
  return new Blob([isLines ? `${all.map((item) => stringify(item)).join('\n')}\n` : `${stringify(all, 2)}\n`], {
    type: 'application/json',
  });
}
