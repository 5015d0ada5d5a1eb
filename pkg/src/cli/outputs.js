// Standard output, and files that are written as a whole or not at all.

import { once } from 'node:events';
import { chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { getSystemErrorMap } from 'node:util';

/** How much is gathered before it is written. */
const BUFFER = 1 << 16;

/** What goes to a stream, in pieces and no faster than it is taken. */
export class Output {
  #text = '';
  #stream;

  constructor(stream) {
    this.#stream = stream;
  }

  write(text) {
    this.#text += text;
  }

  /** Hands over what was gathered, where that is much. */
  async settle() {
    if (this.#text.length >= BUFFER) await this.flush();
  }

  async flush() {
    const text = this.#text;
    this.#text = '';
    if (text !== '' && !this.#stream.write(text)) await once(this.#stream, 'drain');
  }
}

/** What the system says of a failure. */
export function reason(error) {
  return getSystemErrorMap().get(error.errno)?.[1] ?? error.message;
}

const isStream = (path) => /^\/(dev|proc)\//.test(path) || (existsSync(path) && !statSync(path).isFile());

/** Where a file is or will be. */
function placeOf(path) {
  if (existsSync(path)) return realpathSync(path);
  const folder = resolve(dirname(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}

/** Refuses files of which one would take the place of another. */
export function checkNames(input, outputs) {
  const places = input === '-' ? [] : [placeOf(input)];
  for (const path of outputs) {
    if (existsSync(path) && statSync(path).isDirectory()) throw new Error(`${path} is a directory`);
    if (/\.(xls[xmb]?|ods|gz|zip)$/i.test(path)) throw new Error(`${path} would be text; give it the name of a CSV`);
    if (isStream(path)) continue;
    const place = placeOf(path);
    if (places.includes(place)) throw new Error(`${path} is named twice; each file needs a name of its own`);
    places.push(place);
  }
}

/** Writes files, of `[path, bytes]`: all of them are complete before the first takes its place. */
export function writeAll(files) {
  const ready = [];
  let now = '';
  try {
    for (const [path, bytes] of files) {
      now = path;
      if (isStream(path)) {
        writeFileSync(path, bytes);
        continue;
      }
      const place = placeOf(path);
      const beside = join(dirname(place), `.offramp-${process.pid}-${ready.length}`);
      ready.push([beside, place]);
      writeFileSync(beside, bytes, { flag: 'wx' });
      if (existsSync(place)) chmodSync(beside, statSync(place).mode);
    }
    for (const [beside, place] of ready) renameSync(beside, place);
  } catch (error) {
    for (const [beside] of ready) rmSync(beside, { force: true });
    throw new Error(`cannot write ${now}: ${reason(error)}`);
  }
}
