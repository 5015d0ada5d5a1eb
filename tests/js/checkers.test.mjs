// A checker belongs to the instance of the module that it began on: after a trap it is lost, and touches no other.

import assert from 'node:assert/strict';
import { test } from 'node:test';

/** `trap` makes the next call fail as a trap does. */
let trap = false;
const { Instance, RuntimeError } = WebAssembly;
WebAssembly.Instance = function (...args) {
  const { exports } = new Instance(...args);
  const trapping =
    (run) =>
    (...given) => {
      if (!trap) return run(...given);
      trap = false;
      throw new RuntimeError('unreachable');
    };
  const names = ['call', 'callScratch', 'checkPush', 'checkFinish', 'checkCancel'];
  return { exports: { ...exports, ...Object.fromEntries(names.map((name) => [name, trapping(exports[name])])) } };
};
const { checkCsv, createCsvChecker, validate } = await import('../../pkg/dist/index.js');

const HEAD = 'reference,currency,amount,vpa\n';
const row = (name) => `${name},INR,100.00,${name.toLowerCase()}@okaxis\n`;
const lost = { name: 'OfframpError', code: 'CHECK_LOST' };

function fail(call = () => validate('iban', 'DE89370400440532013000')) {
  trap = true;
  assert.throws(call, RuntimeError);
}

/** A check with so many rows in it. */
function begun(name, rows) {
  const checker = createCsvChecker();
  checker.push(HEAD);
  for (let count = 1; count <= rows; count++) checker.push(row(`${name}-${count}`));
  return checker;
}

test('after a trap a checker writes into no other check, and ends none', () => {
  const first = begun('A', 20);
  fail();
  const second = begun('B', 1);
  for (let count = 0; count < 3; count++) {
    assert.throws(() => first.push(row('A-21')), lost);
    assert.throws(() => first.finish(), lost);
  }
  first.cancel();
  first.cancel();
  assert.throws(() => first.push(row('A-21')), { code: 'ARGUMENT_INVALID' });
  assert.equal(second.push(row('B-2')).length, 1);
  const { summary } = second.finish();
  assert.equal(summary.rows, 2);
});

test('it is lost before there is another instance, and whichever call trapped', () => {
  for (const call of ['push', 'finish']) {
    const checker = begun('C', 2);
    fail(() => checker[call](row('C-3')));
    assert.throws(() => checker.push(row('C-4')), lost);
    assert.throws(() => checker.finish(), lost);
    checker.cancel();
  }
});

test('a checker that was collected after a trap gives up no other check', async () => {
  (() => begun('D', 3))();
  fail();
  const second = begun('E', 1);
  for (let count = 0; globalThis.gc && count < 5; count++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(second.push(row('E-2')).length, 1);
  assert.equal(second.finish().summary.rows, 2);
});

test("the number of a check that has ended is nobody's afterwards", () => {
  const ended = begun('F', 1);
  ended.cancel();
  const next = begun('G', 1);
  ended.cancel();
  assert.throws(() => ended.push(row('F-2')), { code: 'ARGUMENT_INVALID' });
  assert.equal(next.finish().summary.rows, 1);
  const open = Array.from({ length: 50 }, (_, at) => begun(`H${at}`, at));
  for (const [at, checker] of open.entries()) {
    if (at % 3 === 0) checker.cancel();
    else assert.equal(checker.finish().summary.rows, at);
  }
});

test('duplicates are found with any key, and a key is 32 hexadecimal digits', () => {
  const file = 'reference,currency,amount,vpa\nA,INR,1.00,user@okaxis\nA,INR,2.00,user@okaxis\n';
  const codes = (options) => checkCsv(file, options).rows[1].findings.map((finding) => finding.code);
  for (const options of [undefined, {}, { hashKey: '00112233445566778899aabbccddeeff' }]) {
    assert.deepEqual(codes(options), ['DUPLICATE_REFERENCE']);
  }
  for (const hashKey of ['', '00', 'g'.repeat(32), 1]) {
    assert.throws(() => codes({ hashKey }), { code: 'ARGUMENT_INVALID' });
  }
});
