// Files and standard input.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { reason } from './outputs.js';

/** What people call the file. */
export const nameOf = (path) => (path === '-' ? 'standard input' : path);

const CHUNK = 256 * 1024;

/** The bytes of a file in pieces; of `-` those of standard input. */
export async function* pieces(path) {
  if (path === '-') {
    yield* process.stdin;
    return;
  }
  const found = await stat(path).catch((error) => {
    throw new Error(`cannot open ${path}: ${reason(error)}`);
  });
  if (found.isDirectory()) throw new Error(`${path} is a directory; name one file`);
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK });
  } catch (error) {
    throw error.errno === undefined ? error : new Error(`cannot read ${path}: ${reason(error)}`);
  }
}

/** All of them. */
export async function bytesOf(path) {
  const all = [];
  for await (const piece of pieces(path)) all.push(piece);
  return Buffer.concat(all);
}

/** The JSON of a file. */
export async function jsonOf(path) {
  const text = new TextDecoder().decode(await bytesOf(path));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`cannot read ${path}: ${error.message}`);
  }
}

/** Every text, and for `-` every line of standard input. */
export async function* texts(given) {
  for (const text of given) {
    if (text !== '-') {
      yield text;
      continue;
    }
    const lines = new TextDecoder().decode(await bytesOf('-')).split('\n');
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) yield line.replace(/\r$/, '');
  }
}

/** The current time, in seconds. */
export const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
