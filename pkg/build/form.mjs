// Makes dist/form/: the entry for forms, and one small module for each language.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEntry } from './entry.mjs';
import { catalogues } from './messages.mjs';

export async function buildForm(here, dist, banner) {
  const out = await buildEntry('form', { here, dist, banner }, ({ extension, format }) => ({
    // Jest knows `require` alone
    supported: { 'dynamic-import': format === 'esm' },
    plugins: [
      {
        name: 'messages',
        // languages stay files of their own, which are loaded one by one
        setup: (plugins) =>
          plugins.onResolve({ filter: /^\.\/messages\// }, ({ path }) => ({
            path: path.replace(/js$/, extension),
            external: true,
          })),
      },
    ],
  }));
  mkdirSync(join(out, 'messages'), { recursive: true });

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
