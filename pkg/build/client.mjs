// Makes dist/client/: the client, which imports the package by its name, so that there is one instance of the module
// whatever the environment.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { commonJs } from './form.mjs';

export async function buildClient(here, dist, banner) {
  const out = join(dist, 'client');
  mkdirSync(out, { recursive: true });
  for (const [extension, format] of [
    ['js', 'esm'],
    ['cjs', 'cjs'],
  ]) {
    await build({
      entryPoints: [join(here, 'src/client/index.js')],
      outfile: join(out, `index.${extension}`),
      format,
      bundle: true,
      minifySyntax: true,
      minifyWhitespace: true,
      target: 'es2022',
      logLevel: 'warning',
      external: ['offramp-core'],
      banner: { js: banner },
    });
  }
  const declared = readFileSync(join(here, 'src/client/index.d.ts'), 'utf8');
  writeFileSync(join(out, 'index.d.ts'), declared);
  writeFileSync(join(out, 'index.d.cts'), commonJs(declared));
}
