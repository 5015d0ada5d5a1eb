// Makes dist/form/: the entry for forms, and one small module for each language.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { catalogues } from './messages.mjs';

/** Declarations of CommonJS point to declarations of CommonJS. */
export const commonJs = (declaration) => declaration.replaceAll(/from '(\.{1,2}\/[\w./]+)\.js'/g, "from '$1.cjs'");

export async function buildForm(here, dist, banner) {
  const out = join(dist, 'form');
  mkdirSync(join(out, 'messages'), { recursive: true });

  for (const [extension, format] of [
    ['js', 'esm'],
    ['cjs', 'cjs'],
  ]) {
    const loaded = {
      name: 'messages',
      // languages stay files of their own, which are loaded one by one
      setup: (plugins) =>
        plugins.onResolve({ filter: /^\.\/messages\// }, ({ path }) => ({
          path: path.replace(/js$/, extension),
          external: true,
        })),
    };
    await build({
      entryPoints: [join(here, 'src/form/index.js')],
      outfile: join(out, `index.${extension}`),
      format,
      bundle: true,
      minifySyntax: true,
      minifyWhitespace: true,
      target: 'es2022',
      logLevel: 'warning',
      // Jest knows `require` alone
      supported: { 'dynamic-import': format === 'esm' },
      plugins: [loaded],
      banner: { js: banner },
    });
  }
  const declared = readFileSync(join(here, 'src/form/index.d.ts'), 'utf8');
  writeFileSync(join(out, 'index.d.ts'), declared);
  writeFileSync(join(out, 'index.d.cts'), commonJs(declared));

  for (const [language, catalogue] of Object.entries(catalogues())) {
    const path = join(out, 'messages', language);
    const value = JSON.stringify(catalogue);
    writeFileSync(`${path}.js`, `export const messages = ${value};\n`);
    writeFileSync(`${path}.cjs`, `exports.messages = ${value};\n`);
    for (const extension of ['js', 'cjs']) {
      const types = `import type { Messages } from '../index.${extension}';\n\n/** The texts of this language. */\nexport declare const messages: Messages;\n`;
      writeFileSync(`${path}.d.${extension === 'js' ? 'ts' : 'cts'}`, types);
    }
  }
}
