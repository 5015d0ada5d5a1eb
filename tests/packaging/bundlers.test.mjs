// Bundlers without a plugin or an option for the package; what they make is run.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { ANSWER, PROBE, PROBE_SLIM, copies, group, node, root, run } from './lib.mjs';

const { project, tool } = group('quick');
const FILES = {
  'probe.js': PROBE,
  'main.js': "import { probe } from './probe.js';\nprobe().then((answer) => console.log(answer));",
};
const require = createRequire(join(root, 'pkg/package.json'));

/** Of what a bundler made: one copy of the module, and no stray file of it. */
function assertOneCopy(folder) {
  const made = readdirSync(folder, { recursive: true }).filter((name) => /\.(js|mjs|cjs)$/.test(name));
  assert.equal(
    made.reduce((sum, name) => sum + copies(readFileSync(join(folder, name), 'utf8')), 0),
    1,
  );
  assert.deepEqual(
    readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.wasm')),
    [],
  );
}

test('esbuild', async () => {
  const { build } = require('esbuild');
  const folder = project('esbuild', FILES);
  for (const [format, platform] of [
    ['esm', 'browser'],
    ['iife', 'browser'],
    ['cjs', 'node'],
  ]) {
    const out = join(folder, `out-${format}`);
    await build({
      entryPoints: [join(folder, 'main.js')],
      bundle: true,
      format,
      platform,
      outfile: join(out, `main.${format === 'esm' ? 'mjs' : 'cjs'}`),
      logLevel: 'error',
    });
    assertOneCopy(out);
    assert.equal(node(join(out, readdirSync(out)[0]), folder), ANSWER, format);
  }
});

test('what is not used of the form entry is not bundled', async () => {
  const { build } = require('esbuild');
  const folder = project('shaken', {
    'main.js': "import { formatAsTyped } from 'offramp-core/form';\nconsole.log(formatAsTyped('bsb', '062000').value);",
    'unused.js': "import 'offramp-core';\nimport 'offramp-core/form';",
  });
  for (const [name, most] of [
    ['main', 3000],
    ['unused', 200],
  ]) {
    const { outputFiles } = await build({
      entryPoints: [join(folder, `${name}.js`)],
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'error',
      logOverride: { 'ignored-bare-import': 'silent' },
    });
    assert.ok(outputFiles[0].text.length < most, `${name}: ${outputFiles[0].text.length} characters`);
  }
});

test('Rollup', () => {
  const folder = project('rollup', FILES);
  run(
    process.execPath,
    [
      tool('rollup/dist/bin/rollup'),
      'main.js',
      '--plugin',
      'node-resolve',
      '--dir',
      'out',
      '--format',
      'es',
      '--failAfterWarnings',
    ],
    folder,
  );
  assertOneCopy(join(folder, 'out'));
  assert.equal(node('out/main.js', folder), ANSWER);
});

// its hint that a script is larger than 244 KiB is about pages, not about packages
test('webpack', () => {
  const folder = project('webpack', {
    ...FILES,
    'build.cjs': `const webpack = require('webpack');
const config = (target) => ({ name: target, mode: 'production', performance: { hints: false }, target, entry: './main.js', output: { path: __dirname + '/out-' + target, filename: 'main.cjs', chunkFilename: '[id].cjs' } });
webpack([config('node'), config('web')], (error, stats) => {
  if (error || stats.hasErrors() || stats.hasWarnings()) { console.error(error ?? stats.toString({ warnings: true })); process.exit(1); }
});`,
  });
  node('build.cjs', folder);
  for (const target of ['node', 'web']) assertOneCopy(join(folder, `out-${target}`));
  assert.equal(node('out-node/main.cjs', folder), ANSWER);
});

test('Vite, for the browser and for the server', () => {
  const folder = project('vite', { ...FILES, 'index.html': '<script type="module" src="./main.js"></script>' });
  const vite = tool('vite/bin/vite.js');
  run(process.execPath, [vite, 'build', '--outDir', 'out-web', '--logLevel', 'warn'], folder);
  assertOneCopy(join(folder, 'out-web'));
  assert.ok(readdirSync(join(folder, 'out-web/assets')).length >= 8, 'each language is a file of its own');
  run(process.execPath, [vite, 'build', '--ssr', 'main.js', '--outDir', 'out-ssr', '--logLevel', 'warn'], folder);
  assert.equal(node('out-ssr/main.js', folder), ANSWER);
});

// it reads `exports` only where it is told to, and the folders of the entries otherwise
test('Parcel, and the module as a file of its own', () => {
  for (const [name, files] of [
    ['parcel', FILES],
    [
      'parcel-slim',
      {
        'probe.js': PROBE_SLIM,
        'main.js': `import { initSync } from 'offramp-core/slim';
import { readFileSync } from 'node:fs';
import url from 'url:offramp-core/offramp.wasm';
import { probe } from './probe.js';
initSync(readFileSync(new URL(url)));
probe().then((answer) => console.log(answer));`,
      },
    ],
  ]) {
    const folder = project(name, files);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const target = { context: 'node', engines: { node: '>=20' }, outputFormat: 'esmodule', includeNodeModules: true };
    const targets = { out: { ...target, source: 'main.js', distDir: 'out' } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, targets }));
    // its answer names every file that it made; an error it cannot mend ends it
    run(process.execPath, [tool('parcel/lib/bin.js'), 'build', '--no-cache', '--no-source-maps'], folder);
    assert.equal(node('out/main.js', folder), ANSWER, name);
  }
});
