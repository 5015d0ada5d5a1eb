// Prints what each entry of the package weighs, raw, gzip and brotli; fails where the module is above its bound.

import { readFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Of the module, after brotli. */
const BOUND = 90_000;

const dist = new URL('../pkg/dist/', import.meta.url);
const brotli = (bytes) => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
}).length;
const weigh = (name) => {
  const bytes = readFileSync(new URL(name, dist));
  return { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
};

const languages = readdirSync(new URL('form/messages', dist)).filter((name) => name.endsWith('.js'));
const entries = ['offramp.wasm', 'index.js', 'index.cjs', 'offramp.iife.js', 'slim.js', 'slim.cjs', 'workerd.js', 'edge.js', 'form/index.js', ...languages.map((name) => `form/messages/${name}`)];
const row = (...cells) => console.log(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(24) : String(cell).padStart(9))).join(''));
row('bytes', 'raw', 'gzip', 'brotli');
for (const entry of entries.map(weigh)) {
  row(entry.name, entry.raw, entry.gzip, entry.brotli);
  if (entry.name === 'offramp.wasm' && entry.brotli > BOUND) {
    console.error(`offramp.wasm: more than ${BOUND} bytes after brotli`);
    process.exitCode = 1;
  }
}
