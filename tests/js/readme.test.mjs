// What README.md prints for the example file is what the command prints.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the first screen of README.md shows what the command prints', () => {
  const [, shown] = /\$ cargo run .*?\n(.*?)```/s.exec(readFileSync(`${root}/README.md`, 'utf8'));
  let printed;
  try {
    printed = execFileSync(`${root}/target/debug/offramp`, ['check', 'examples/payouts.csv'], { cwd: root, encoding: 'utf8', env: { NO_COLOR: '1' } });
  } catch (error) {
    // exit code 1: some rows are not valid
    printed = error.stdout + error.stderr;
  }
  const lines = shown.split('\n').filter((line) => line && !line.includes('…'));
  assert.ok(lines.length > 8);
  for (const line of lines) assert.ok(printed.includes(line), line);
});
