// Packs the package once, installs the tools of a group of tests, and runs the tests.
//
// usage: node tests/packaging/run.mjs [quick|all]

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workOf } from './lib.mjs';

const group = process.argv[2] ?? 'quick';
const sources = join(root, 'tests/packaging', group === 'quick' ? 'tools' : 'all');
const tests = join(root, 'tests/packaging', group === 'quick' ? '.' : 'all');
const work = workOf(group);
mkdirSync(work, { recursive: true });

// no install scripts: what a binary needs comes as a package or is not used
const wanted = readFileSync(join(sources, 'package.json'), 'utf8');
const stamp = join(work, 'node_modules/.offramp-tools');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error(`installing the tools of the ${group} packaging tests`);
  copyFileSync(join(sources, 'package.json'), join(work, 'package.json'));
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(stamp, wanted);
}

for (const name of ['packed', 'package', 'projects']) rmSync(join(work, name), { recursive: true, force: true });
mkdirSync(join(work, 'packed'));
execFileSync('npm', ['pack', join(root, 'pkg'), '--silent', '--pack-destination', join(work, 'packed')], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const [tarball] = readdirSync(join(work, 'packed'));
// a tarball holds one folder, `package`
execFileSync('tar', ['-xzf', join(work, 'packed', tarball), '-C', work]);

const files = readdirSync(tests)
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => join(tests, name));
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], {
  stdio: 'inherit',
  env: { ...process.env, FORCE_COLOR: undefined },
});
process.exitCode = status ?? 1;
