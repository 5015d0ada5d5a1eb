// The same files through the command, the npm package and the service: the same rows, findings and totals, and the same
// file when it is fixed.
//
// usage: node tests/files/surfaces.mjs COMMAND

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as small from '../../pkg/dist/index.js';
import * as workbook from '../../pkg/dist/workbook.js';
import { comparable, kinds } from './source.mjs';

const command = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'offramp-files-'));

function run(...args) {
  try {
    return execFileSync(command, args, { maxBuffer: 1 << 29, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    // 1: rows are invalid
    assert.equal(error.status, 1, String(error.stderr));
    return error.stdout;
  }
}

const free = await new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
const service = spawn(command, ['serve', '--listen', `127.0.0.1:${free}`, '--rate-limit', 'off'], {
  cwd: folder,
  stdio: 'ignore',
  env: { ...process.env, OFFRAMP_SERVICES: 'test=secret-of-tests', DATABASE_URL: 'sqlite://payments.db' },
});

async function overHttp(bytes) {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(`http://127.0.0.1:${free}/v1/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: bytes,
      });
      assert.equal(answer.status, 200);
      const lines = (await answer.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const { summary } = lines.pop();
      return { rows: lines, summary };
    } catch (error) {
      if (tries > 100 || error.name === 'AssertionError') throw error;
      await new Promise((done) => {
        setTimeout(done, 100);
      });
    }
  }
}

try {
  let wanted;
  let wantedChanges;
  for (const { name, bytes, packed } of kinds()) {
    const [path, out, list] = ['in', 'out', 'changes'].map((file) => join(folder, file));
    writeFileSync(path, bytes);
    const byCommand = JSON.parse(run('--json', 'check', path));
    wanted ??= comparable(byCommand);
    assert.equal(wanted.rows.length, 5000);
    assert.ok(wanted.counts.length > 10);
    assert.deepEqual(comparable(byCommand), wanted, `${name}, command`);
    assert.deepEqual(comparable(await overHttp(bytes)), wanted, `${name}, HTTP`);
    assert.deepEqual(
      workbook.checkFile(bytes),
      { rows: byCommand.rows, summary: byCommand.summary },
      `${name}, entry for workbooks`,
    );
    if (!packed) assert.deepEqual(small.checkFile(bytes), workbook.checkFile(bytes), `${name}, package`);

    // fixed by the command and by the package
    const fixedByCommand = JSON.parse(run('--json', 'check', path, '--fix', out, '--changes', list));
    const fixed = workbook.fixFile(bytes);
    assert.ok(Buffer.from(fixed.bytes).equals(readFileSync(out)), `${name}: the fixed files differ`);
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    const lines = fixed.changes.map(
      (change) => `${change.row},${change.field},${quoted(change.before)},${quoted(change.after)},${change.code}\n`,
    );
    assert.equal(
      `row,field,before,after,code\n${lines.join('')}`,
      readFileSync(list, 'utf8'),
      `${name}: the changes differ`,
    );
    assert.deepEqual(
      fixed.remaining,
      { rows: fixedByCommand.rows, summary: fixedByCommand.summary },
      `${name}: what is left differs`,
    );
    wantedChanges ??= fixed.changes;
    assert.ok(wantedChanges.length > 500);
    assert.deepEqual(fixed.changes, wantedChanges, name);
    console.log(`${name}: the same by command, HTTP and npm; ${fixed.changes.length} cells fixed`);
  }
} finally {
  service.kill();
  rmSync(folder, { recursive: true, force: true });
}
