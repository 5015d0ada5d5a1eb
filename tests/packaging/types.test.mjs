// The declarations under two compilers, their ways of resolving, and both kinds of modules.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { group, root, run } from './lib.mjs';

const { project, tool } = group('quick');
const use = readFileSync(join(root, 'tests/packaging/types.ts'), 'utf8');
const COMPILERS = { 'TypeScript 5.9': 'typescript/bin/tsc', 'TypeScript 7': 'typescript-7/bin/tsc' };

for (const [compiler, tsc] of Object.entries(COMPILERS)) {
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
    // it knows no `exports`, and is gone from later compilers
    ...(compiler === 'TypeScript 5.9' ? [['commonjs', 'node10']] : []),
  ]) {
    test(`${compiler}, ${moduleResolution}`, () => {
      const options = {
        module,
        moduleResolution,
        target: 'es2022',
        lib: ['es2022', 'dom'],
        types: [],
        strict: true,
        noEmit: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
      };
      const files = {
        'main.ts': use,
        'tsconfig.json': JSON.stringify({ compilerOptions: options, include: ['*.ts', '*.cts'] }),
      };
      if (module === 'nodenext') files['main.cts'] = use;
      const folder = project(`types-${tsc.split('/')[0]}-${moduleResolution}`, files);
      run(process.execPath, [tool(tsc), '-p', '.'], folder);
    });
  }
}
