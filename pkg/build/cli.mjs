// Makes dist/cli.js: the command, which runs the module of the entry for workbooks.

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { findings, kindNames } from './messages.mjs';

export async function buildCli(here, dist, banner) {
  const outfile = join(dist, 'cli.js');
  await build({
    entryPoints: [join(here, 'src/cli/main.js')],
    outfile,
    format: 'esm',
    platform: 'node',
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    target: 'node20',
    logLevel: 'warning',
    banner: { js: banner },
    plugins: [
      {
        name: 'beside',
        setup(plugins) {
          plugins.onResolve({ filter: /^offramp-core\/workbook$/ }, () => ({ path: './workbook.js', external: true }));
          // what is written in docs/
          plugins.onResolve({ filter: /^\.\/tables\.js$/ }, () => ({ path: 'tables', namespace: 'tables' }));
          plugins.onLoad({ filter: /.*/, namespace: 'tables' }, () => ({
            contents: `export const titles = ${JSON.stringify(kindNames())};\nexport const findings = ${JSON.stringify(findings())};`,
          }));
        },
      },
    ],
  });
  chmodSync(outfile, 0o755);
}
