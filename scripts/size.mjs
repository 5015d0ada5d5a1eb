// Prints what each module weighs, raw, gzip and brotli; fails above the bound.

import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What each module may weigh after brotli. */
const BOUNDS = { 'pkg/dist/offramp.wasm': 235_800, 'target/module-workbook/workbook.wasm': 500_000 };

for (const [name, bound] of Object.entries(BOUNDS)) {
  const wasm = readFileSync(new URL(`../${name}`, import.meta.url));
  const brotli = brotliCompressSync(wasm, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length },
  }).length;
  console.log(`${name}: ${wasm.length} bytes raw, ${gzipSync(wasm, { level: 9 }).length} gzip, ${brotli} brotli`);
  if (brotli > bound) {
    console.error(`${name}: more than ${bound} bytes after brotli`);
    process.exitCode = 1;
  }
}
