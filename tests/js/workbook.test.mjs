// The entry for workbooks: what is packed reads as what is in it, fixed files keep their laws, and a bomb takes no memory.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { comparable, kinds, rows, xlsx, zip } from '../files/source.mjs';

/** The memories of the instances that are made. */
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...args) {
  const { exports } = new Instance(...args);
  memories.push(exports.memory);
  return { exports };
};
const small = await import('../../pkg/dist/index.js');
const workbook = await import('../../pkg/dist/workbook.js');
const text = (bytes) => Buffer.from(bytes).toString();

test('the same rows are the same in every kind of file', () => {
  let wanted;
  for (const { name, bytes, packed } of kinds(rows(1000))) {
    const report = workbook.checkFile(bytes);
    wanted ??= comparable(report);
    assert.equal(wanted.rows.length, 1000);
    assert.deepEqual(comparable(report), wanted, name);
    const unpacked = workbook.unpackFile(bytes);
    assert.deepEqual(comparable(small.checkFile(unpacked.bytes)), wanted, `${name}, unpacked`);
    if (!packed) assert.deepEqual(small.checkFile(bytes), report, name);
    // in pieces
    const checker = workbook.createFileChecker();
    const seen = [];
    for (let at = 0; at < bytes.length; at += 1000) seen.push(...checker.push(bytes.subarray(at, at + 1000)));
    const end = checker.finish();
    assert.deepEqual({ rows: [...seen, ...end.rows], summary: end.summary }, report, `${name}, in pieces`);
  }
});

test('checkCsv stays CSV, and says what else a file is', () => {
  const packed = gzipSync('currency,amount,vpa\nINR,1.00,user@okaxis\n');
  assert.equal(workbook.checkFile(packed).summary.valid, 1);
  for (const { checkCsv } of [small, workbook]) assert.equal(checkCsv(packed).summary.findings[0].code, 'FILE_KIND');
});

test('a sheet is chosen by its name; other options are refused', () => {
  const book = xlsx([
    ['currency', 'amount', 'vpa'],
    ['INR', '1', 'user@okaxis'],
  ]);
  assert.equal(workbook.checkFile(book, { sheet: 'payouts' }).summary.valid, 1);
  assert.equal(workbook.checkFile(book, { sheet: 'Other' }).summary.findings[0].code, 'SHEET_UNKNOWN');
  assert.equal(text(workbook.fixFile(book, { sheet: 'Payouts' }).bytes), 'currency,amount,vpa\nINR,1,user@okaxis\n');
  assert.equal(text(workbook.unpackFile(book, { sheet: 'Payouts' }).bytes), 'currency,amount,vpa\nINR,1,user@okaxis\n');
  // what cannot be read has no text
  const none = workbook.unpackFile(book, { sheet: 'Other' });
  assert.deepEqual([none.bytes.length, none.findings.map(({ code }) => code)], [0, ['SHEET_UNKNOWN']]);
  // what cannot be read stays as it is
  const unread = workbook.fixFile(book, { sheet: 'Other' });
  assert.deepEqual(
    [text(unread.bytes), unread.changes, unread.remaining.summary.findings[0].code],
    [text(book), [], 'SHEET_UNKNOWN'],
  );
  for (const options of [{ sheets: 'a' }, { sheet: 1 }, { maxUnpacked: 'much' }]) {
    const [field] = Object.keys(options);
    for (const run of ['checkFile', 'fixFile', 'unpackFile']) {
      assert.throws(
        () => workbook[run](book, options),
        (error) => error.code === 'ARGUMENT_INVALID' && error.field === field,
        field,
      );
    }
  }
  assert.throws(() => small.checkFile('', { sheet: 'a' }), { code: 'ARGUMENT_INVALID' });
});

/** Every file that the vectors check. */
function files() {
  const root = fileURLToPath(new URL('../vectors', import.meta.url));
  const paths = readdirSync(root, { recursive: true }).filter((path) => path.endsWith('.json'));
  const cases = paths.flatMap((path) => JSON.parse(readFileSync(join(root, path), 'utf8')));
  return cases.filter(
    ({ call, args }) => ['checkCsv', 'checkFile', 'fixFile'].includes(call) && typeof args[0] === 'string',
  );
}

test('fixed files keep their laws', () => {
  const all = files();
  let changed = 0;
  assert.ok(all.length > 50);
  for (const {
    name,
    args: [file, options],
  } of all) {
    const { bytes, changes, remaining } = workbook.fixFile(file, options);
    const again = workbook.fixFile(bytes, options);
    assert.deepEqual([again.changes, text(again.bytes)], [[], text(bytes)], `${name}: fixed twice`);
    const before = workbook.checkFile(file, options);
    assert.equal(remaining.rows.length, before.rows.length, `${name}: rows`);
    for (const change of changes) {
      const { findings } = remaining.rows[change.row - 1];
      // a reference without what nobody sees may be another row's
      const isWrong = ({ severity, path, code }) =>
        severity === 'error' && path === `/${change.field}` && !code.startsWith('DUPLICATE_');
      assert.ok(!findings.some(isWrong), `${name}: ${change.field} does not pass`);
    }
    // what is left when each change is taken back is the file, byte for byte, but for line ends that few programs know
    const written = before.summary.findings.some(({ code }) => code === 'LINE_ENDS_UNUSUAL')
      ? file.replaceAll(/[\u0085\u2028\u2029]/g, '\n')
      : file;
    if (changes.length === 0) assert.equal(text(bytes), written, name);
    changed += changes.length;
  }
  assert.ok(changed > 10);
});

test('outside of the changes a file stays as it is, byte for byte', () => {
  const file =
    '\ufeffreference,currency,amount,iban,note\r\nA-1,EUR,1.00,DE89 3704 0044 0532 0130 OO,=keep "this"\r\n\r\n' +
    'A-2,eur,2.00,"DE89370400440532013000","a, b"\r\nA-3,EUR,3.00,DE00370400440532013000,ü\r\nA-4,EUR,\u00a04.00,GB29NWBK6O161331926819,';
  const { bytes, changes } = workbook.fixFile(file);
  assert.ok(changes.length >= 3);
  let wanted = file;
  for (const { before, after } of changes) {
    assert.equal(wanted.split(before).length, 2, before);
    wanted = wanted.replace(before, after);
  }
  assert.equal(text(bytes), wanted);
});

test('a file that is a thousand times larger than it looks is refused, and takes no memory', () => {
  const zeros = Buffer.alloc(256 << 20, '0');
  const long = xlsx([['currency', 'amount', 'vpa'], [zeros.toString()]]);
  for (const [name, bytes] of [
    ['gzip', gzipSync(zeros)],
    ['zip', zip({ 'a.csv': zeros })],
    ['xlsx', long],
  ]) {
    assert.ok(bytes.length < 1 << 20);
    const { summary } = workbook.checkFile(bytes, { maxUnpacked: 32 << 20, rows: 'none' });
    assert.ok(
      summary.findings.some(({ code }) => code === 'FILE_TOO_LARGE'),
      name,
    );
  }
  assert.ok(memories.at(-1).buffer.byteLength < 64 << 20, String(memories.at(-1).buffer.byteLength));
});

test('damaged files are said to be so, and the entry stays in working order', () => {
  const book = xlsx([
    ['currency', 'amount', 'vpa'],
    ['INR', '1', 'user@okaxis'],
  ]);
  for (let at = 0; at < book.length; at += 7) {
    const spoilt = Buffer.from(book);
    spoilt[at] ^= 0xff;
    workbook.checkFile(spoilt);
    workbook.checkFile(book.subarray(0, at));
  }
  assert.equal(memories.length, 2, 'an instance was lost');
  assert.equal(workbook.checkFile(book).summary.valid, 1);
});
