// What publint and are-the-types-wrong say about the tarball.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { group, run } from './lib.mjs';

const { package: unpacked, tarball, tool } = group('quick');

test('publint has nothing to say', () => {
  const said = run(
    process.execPath,
    [tool('publint/src/cli.js'), 'run', unpacked, '--strict', '--level', 'suggestion'],
    unpacked,
  );
  assert.match(said, /All good/);
});

test('are the types wrong? no', () => {
  const args = [
    tarball(),
    '--profile',
    'strict',
    '--exclude-entrypoints',
    './offramp.wasm',
    '--include-entrypoints',
    './form/messages/de',
  ];
  const said = run(
    process.execPath,
    [tool('@arethetypeswrong/cli/dist/index.js'), ...args, '--format', 'ascii', '--no-color'],
    unpacked,
  );
  // it ends with 1 where there is a problem; let it also have looked
  for (const entry of [
    'offramp-core/schema',
    'offramp-core/slim',
    'offramp-core/testing',
    'offramp-core/workbook',
    'offramp-core/form',
    'offramp-core/form/messages/de',
  ])
    assert.ok(said.includes(entry), `${entry} was not looked at\n${said}`);
});
