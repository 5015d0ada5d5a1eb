// Prints what each entry of the package weighs, raw, gzip and brotli.

import { readFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../pkg/dist/', import.meta.url);
const languages = readdirSync(new URL('form/messages', dist)).filter((name) => name.endsWith('.js'));
const entries = [
  'index.js',
  'index.cjs',
  'offramp.iife.js',
  'slim.js',
  'slim.cjs',
  'workerd.js',
  'edge.js',
  'workbook.js',
  'client/index.js',
  'form/index.js',
  ...languages.map((name) => `form/messages/${name}`),
  'offramp.wasm',
];
const row = (name, ...weights) =>
  console.log(name.padEnd(24) + weights.map((weight) => String(weight).padStart(9)).join(''));

row('bytes', 'raw', 'gzip', 'brotli');
for (const name of entries) {
  const bytes = readFileSync(new URL(name, dist));
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  row(name, bytes.length, gzipSync(bytes, { level: 9 }).length, brotli.length);
}
