// Prints what the module weighs, raw, gzip and brotli; fails above the bound.

import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const BOUND = 212_700;

const wasm = readFileSync(new URL('../pkg/dist/offramp.wasm', import.meta.url));
const brotli = brotliCompressSync(wasm, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length },
}).length;
console.log(`offramp.wasm: ${wasm.length} bytes raw, ${gzipSync(wasm, { level: 9 }).length} gzip, ${brotli} brotli`);
if (brotli > BOUND) {
  console.error(`offramp.wasm: more than ${BOUND} bytes after brotli`);
  process.exit(1);
}
