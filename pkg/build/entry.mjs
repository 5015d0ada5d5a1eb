// Makes an entry in a folder of its own, dist/NAME/: as a module and as CommonJS, each with its declarations.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Declarations of CommonJS point to declarations of CommonJS. */
export const commonJs = (declaration) => declaration.replaceAll(/from '(\.{1,2}\/[\w./]+)\.js'/g, "from '$1.cjs'");

/** Bundles src/NAME/index.js; `more` answers further options of esbuild for a format. Answers the folder. */
export async function buildEntry(name, { here, dist, banner }, more) {
  const out = join(dist, name);
  mkdirSync(out, { recursive: true });
  for (const [extension, format] of [
    ['js', 'esm'],
    ['cjs', 'cjs'],
  ]) {
    await build({
      entryPoints: [join(here, 'src', name, 'index.js')],
      outfile: join(out, `index.${extension}`),
      format,
      bundle: true,
      minifySyntax: true,
      minifyWhitespace: true,
      target: 'es2022',
      logLevel: 'warning',
      banner: { js: banner },
      ...more({ extension, format }),
    });
  }
  const declared = readFileSync(join(here, 'src', name, 'index.d.ts'), 'utf8');
  writeFileSync(join(out, 'index.d.ts'), declared);
  writeFileSync(join(out, 'index.d.cts'), commonJs(declared));
  return out;
}
