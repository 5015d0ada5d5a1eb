// Packs the package, installs the tarball into new projects, and uses it there as its users would.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const work = join(root, 'target/packaging');
const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const node = (file, project) => run(process.execPath, [file], project).trim();

let tarball;

before(() => {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const [packed] = JSON.parse(run('npm', ['pack', join(root, 'pkg'), '--json', '--pack-destination', work], work));
  tarball = join(work, packed.filename);
  const files = packed.files.map((file) => file.path);
  for (const wanted of ['dist/offramp.wasm', 'dist/index.js', 'dist/index.cjs', 'dist/index.d.ts', 'dist/index.d.cts', 'README.md', 'LICENSE-MIT', 'CHANGELOG.md']) {
    assert.ok(files.includes(wanted), `${wanted} is not in the tarball`);
  }
  assert.ok(!files.some((file) => /^(src|build|node_modules|test)\//.test(file)), `${files}`);
});

function project(name, type, files) {
  const folder = join(work, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, type }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], folder);
  return folder;
}

const USE = `
const report = offramp.validate('iban', 'DE89 3704 0044 0532 0130 00');
console.log(report.verdict, report.value.bank, offramp.checkCsv('currency,amount,vpa\\nINR,1.00,user@okaxis\\n').summary.valid, offramp.version());
`;
const { version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
const ANSWER = `valid 37040044 1 ${version}`;

test('an ES module in Node needs no call of init', () => {
  const folder = project('esm', 'module', { 'main.js': `import * as offramp from 'offramp-core';${USE}` });
  assert.equal(node('main.js', folder), ANSWER);
});

test('CommonJS in Node needs no call of init', () => {
  const folder = project('cjs', 'commonjs', { 'main.js': `const offramp = require('offramp-core');${USE}` });
  assert.equal(node('main.js', folder), ANSWER);
});

test('the slim entry takes the bytes, and says what was forgotten', () => {
  const folder = project('slim', 'module', {
    'main.js': `import * as offramp from 'offramp-core/slim';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
try { offramp.version(); } catch (error) { if (error.code !== 'NOT_INITIALISED' || !error.message.includes('init(')) throw error; }
await offramp.init(readFileSync(fileURLToPath(import.meta.resolve('offramp-core/offramp.wasm'))));${USE}`,
    'main.cjs': `const offramp = require('offramp-core/slim');
offramp.initSync(require('node:fs').readFileSync(require.resolve('offramp-core/offramp.wasm')));${USE}`,
  });
  assert.equal(node('main.js', folder), ANSWER);
  assert.equal(node('main.cjs', folder), ANSWER);
});

test('the declarations hold under nodenext and bundler, for ES modules and CommonJS', () => {
  const use = readFileSync(join(root, 'tests/packaging/types.ts'), 'utf8');
  for (const [module, moduleResolution] of [['nodenext', 'nodenext'], ['esnext', 'bundler']]) {
    const options = { module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom'], types: [], strict: true, noEmit: true, exactOptionalPropertyTypes: true };
    const files = { 'main.ts': use, 'tsconfig.json': JSON.stringify({ compilerOptions: options, include: ['*.ts', '*.cts'] }) };
    if (module === 'nodenext') files['main.cts'] = use;
    const folder = project(`types-${moduleResolution}`, 'module', files);
    run(process.execPath, [join(root, 'pkg/node_modules/typescript/bin/tsc'), '-p', '.'], folder);
  }
});
