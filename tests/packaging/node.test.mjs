// What is in the tarball, and Node: installed by npm, as ES module and CommonJS.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ANSWER, PROBE, PROBE_CJS, PROBE_SLIM, copies, group, node, run } from './lib.mjs';

const { package: unpacked, project, tarball } = group('quick');

test('the tarball holds what is promised and nothing else', () => {
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));
  const wanted = [
    'package.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE-MIT',
    'LICENSE-APACHE',
    ...[
      'offramp.wasm',
      'workbook.js',
      'workbook.cjs',
      'index.js',
      'index.cjs',
      'slim.js',
      'slim.cjs',
      'workerd.js',
      'edge.js',
      'offramp.iife.js',
      'cli.js',
      'testing.js',
      'testing.cjs',
      'client/index.js',
      'client/index.cjs',
      'form/index.js',
      'form/index.cjs',
      'schema/index.js',
      'schema/index.cjs',
    ].map((name) => `dist/${name}`),
    ...[
      'api',
      'types',
      'index',
      'money',
      'operations',
      'providers',
      'slim',
      'workbook',
      'testing',
      'client/index',
      'form/index',
      'schema/index',
    ].flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.d.cts`]),
    ...['de', 'en', 'es', 'es-419', 'fr', 'hi', 'ne', 'pt', 'sw'].flatMap((name) => [
      ...['js', 'cjs', 'd.ts', 'd.cts'].map((end) => `dist/form/messages/${name}.${end}`),
      `form/messages/${name}/package.json`,
    ]),
    ...['client', 'form', 'offramp.wasm', 'schema', 'slim', 'testing', 'workbook'].map(
      (name) => `${name}/package.json`,
    ),
  ];
  assert.deepEqual(files.sort(), wanted.sort());
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  assert.equal(manifest.sideEffects, false);
  assert.equal(manifest.dependencies, undefined);
  assert.ok(!Object.keys(manifest.scripts ?? {}).some((name) => /install|prepare/.test(name)), 'no install scripts');
});

test('hosts that know no `exports` find for each entry the same files', () => {
  const { exports } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  const found = (folder) => {
    const stub = JSON.parse(readFileSync(join(unpacked, folder, 'package.json'), 'utf8'));
    return Object.fromEntries(
      ['main', 'module', 'types'].flatMap((name) => (stub[name] ? [[name, join(unpacked, folder, stub[name])]] : [])),
    );
  };
  const entries = Object.keys(exports).filter((entry) => !['.', './package.json'].includes(entry));
  assert.ok(entries.length >= 7);
  for (const entry of entries) {
    const target = exports[entry];
    for (const name of entry.includes('*') ? ['de', 'sw'] : ['']) {
      const path = (value) => join(unpacked, value.replace('*', name));
      const wanted =
        typeof target === 'string'
          ? { main: path(target) }
          : {
              main: path(target.require.default),
              module: path(target.import.default),
              types: path(target.import.types),
            };
      const seen = found(entry.replace('*', name));
      assert.deepEqual(seen, wanted, entry);
      for (const file of Object.values(seen)) assert.ok(readFileSync(file).length > 0, file);
    }
  }
});

test('one copy of the module is in each entry that carries it, and none in the others', () => {
  const of = (name) => copies(readFileSync(join(unpacked, 'dist', name), 'utf8'));
  for (const name of ['index.js', 'index.cjs', 'offramp.iife.js', 'workbook.js', 'workbook.cjs'])
    assert.equal(of(name), 1, name);
  for (const name of [
    'slim.js',
    'slim.cjs',
    'workerd.js',
    'edge.js',
    'cli.js',
    'client/index.js',
    'client/index.cjs',
    'form/index.js',
    'form/index.cjs',
    'schema/index.js',
    'schema/index.cjs',
  ])
    assert.equal(of(name), 0, name);
});

test('npm installs the tarball; ES module and CommonJS need no call of init', () => {
  const folder = project(
    'npm',
    {
      'probe.js': PROBE,
      'main.js': "import { probe } from './probe.js';\nconsole.log(await probe());",
      'probe.cjs': PROBE_CJS,
      'main.cjs': "require('./probe.cjs').probe().then(console.log);",
    },
    { installed: false },
  );
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball()], folder);
  assert.equal(node('main.js', folder), ANSWER);
  assert.equal(node('main.cjs', folder), ANSWER);
  const said = run('npx', ['--no-install', 'offramp-core', 'validate', 'bic', 'COBADEFF', '--json'], folder);
  assert.equal(JSON.parse(said).verdict, 'valid');
});

test('the slim entry takes the bytes, and says what was forgotten', () => {
  const folder = project('slim', {
    'probe.js': PROBE_SLIM,
    'main.js': `import * as offramp from 'offramp-core/slim';
import { bankAccountForm } from 'offramp-core/form';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { probe } from './probe.js';
for (const call of [() => offramp.version(), () => offramp.isValid('iban', ''), () => bankAccountForm(offramp, 'EUR')]) {
  try { call(); process.exit(1); } catch (error) { if (error.code !== 'NOT_INITIALISED' || !error.message.includes('await init(')) throw error; }
}
await offramp.init(readFileSync(fileURLToPath(import.meta.resolve('offramp-core/offramp.wasm'))));
console.log(await probe());`,
    'main.cjs': `const offramp = require('offramp-core/slim');
offramp.initSync(require('node:fs').readFileSync(require.resolve('offramp-core/offramp.wasm')));
console.log(offramp.validate('bic', 'COBADEFF').verdict);`,
  });
  assert.equal(node('main.js', folder), ANSWER);
  assert.equal(node('main.cjs', folder), 'valid');
});

test('the entry for workbooks unpacks, and fixes files', () => {
  const body = `const { gzipSync } = require('node:zlib');
const { bytes, changes } = fixFile(gzipSync('currency,amount,iban\\nEUR,1.00,DE89 3704 0044 0532 0130 OO\\n'));
console.log(new TextDecoder().decode(bytes).split('\\n')[1], changes.length, isValid('bic', 'COBADEFF'));`;
  const folder = project('workbook', {
    'main.js': `import { createRequire } from 'node:module';\nimport { fixFile, isValid } from 'offramp-core/workbook';\nconst require = createRequire(import.meta.url);\n${body}`,
    'main.cjs': `const { fixFile, isValid } = require('offramp-core/workbook');\n${body}`,
  });
  for (const file of ['main.js', 'main.cjs'])
    assert.equal(node(file, folder), 'EUR,1.00,DE89370400440532013000 1 true');
});

test('the client is an entry of its own, and shares the module', () => {
  const body = `const fetch = async () => new Response('{"customerId":"cust_1"}');
createClient('coinut', { apiKey: 'key', apiSecret: 'secret' }, { fetch }).createCustomer({ name: 'John Doe', email: 'john@example.com' })
  .then(({ outcome, values }) => console.log(outcome, values.customerId, new OfframpError('A', 'b') instanceof Error));
try { createClient('coinbase', {}); } catch (error) { if (!(error instanceof OfframpError)) throw error; }`;
  const folder = project('client', {
    'main.js': `import { OfframpError } from 'offramp-core';\nimport { createClient } from 'offramp-core/client';\n${body}`,
    'main.cjs': `const { OfframpError } = require('offramp-core');\nconst { createClient } = require('offramp-core/client');\n${body}`,
  });
  for (const file of ['main.js', 'main.cjs']) assert.equal(node(file, folder), 'accepted cust_1 true');
});

test('languages are loaded one at a time, and can be imported by themselves', () => {
  const folder = project('languages', {
    'main.cjs': `const { loadMessages } = require('offramp-core/form');
const loaded = () => Object.keys(require.cache).filter((path) => path.includes('messages'));
(async () => {
  if (loaded().length !== 0) throw new Error(loaded());
  await loadMessages('sw');
  console.log(loaded().length, require('offramp-core/form/messages/fr').messages.language);
})();`,
    'main.js': "import { messages } from 'offramp-core/form/messages/hi';\nconsole.log(messages.language);",
  });
  assert.equal(node('main.cjs', folder), '1 fr');
  assert.equal(node('main.js', folder), 'hi');
});

test('a worker thread has an instance of its own', () => {
  const folder = project('thread', {
    'probe.js': PROBE,
    'thread.js':
      "import { parentPort } from 'node:worker_threads';\nimport { probe } from './probe.js';\nparentPort.postMessage(await probe());",
    'main.js':
      "import { Worker } from 'node:worker_threads';\nnew Worker(new URL('thread.js', import.meta.url)).on('message', console.log);",
  });
  assert.equal(node('main.js', folder), ANSWER);
});
