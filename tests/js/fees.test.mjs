// Fees by a schedule that was seen before take another way through the module; the answer is the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeFees } from '../../pkg/dist/index.js';

const schedule = () => ({
  parts: [
    { name: 'provider', percent: '2.9', fixed: '0.30', rounding: 'halfUp' },
    { name: 'platform', bps: '10', min: '0.01', rounding: 'up' },
  ],
  charge: 'deducted',
});

/** The long way: a member beside the three is one that the quick way does not know. */
const long = (request) => computeFees({ ...request, decimals: undefined });

test('the quick way and the long way agree', () => {
  const kept = schedule();
  for (let cents = 1; cents < 5000; cents += 7) {
    const request = { amount: (cents + 99 / 100).toFixed(2), currency: 'USD', schedule: kept };
    assert.deepEqual(computeFees(request), long(request));
  }
});

test('a schedule that was changed is another one', () => {
  const kept = schedule();
  const fee = () => computeFees({ amount: '100.00', currency: 'USD', schedule: kept }).fee;
  assert.equal(fee(), '3.30');
  kept.parts[0].percent = '1.9';
  assert.equal(fee(), '2.30');
  kept.parts.pop();
  assert.equal(fee(), '2.20');
  kept.charge = 'onTop';
  assert.equal(computeFees({ amount: '100.00', currency: 'USD', schedule: kept }).gross, '102.20');
  assert.equal(
    computeFees({ amount: '100', currency: 'JPY', schedule: { ...kept, parts: [{ name: 'a', fixed: '3' }] } }).fee,
    '3',
  );
});

test('a member that is added to a schedule that was seen is not passed over', () => {
  const kept = schedule();
  const fees = () => computeFees({ amount: '100.00', currency: 'USD', schedule: kept });
  const refused = (path) => (error) =>
    error.code === 'INPUT_INVALID' && error.findings.some((finding) => finding.path === path);
  fees();
  kept.parts[0].perecnt = '2.9';
  assert.throws(fees, refused('/schedule/parts/0/perecnt'));
  delete kept.parts[0].perecnt;
  fees();
  kept.surprise = true;
  assert.throws(fees, refused('/schedule/surprise'));
});

test('hundreds of schedules in turn', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({
    parts: [{ name: 'a', bps: String(index), rounding: 'down' }],
    charge: 'deducted',
  }));
  for (let round = 0; round < 3; round++) {
    many.forEach((kept, index) => {
      assert.equal(computeFees({ amount: '100.00', currency: 'USD', schedule: kept }).fee, (index / 100).toFixed(2));
    });
  }
});

test('what is wrong is said with all findings', () => {
  for (const amount of ['1,000', '-1', '1.005', 'x', '']) {
    assert.throws(
      () => computeFees({ amount, currency: 'USD', schedule: schedule() }),
      (error) => {
        assert.equal(error.code, 'INPUT_INVALID');
        assert.ok(
          (error.findings[0].path === '/amount' && error.findings[0].code.startsWith('AMOUNT')) || amount === '',
          JSON.stringify(error.findings),
        );
        return true;
      },
    );
  }
  assert.throws(() => computeFees({ amount: NaN, currency: 'USD', schedule: schedule() }), {
    code: 'ARGUMENT_INVALID',
  });
  assert.throws(
    () => computeFees({ amount: '1', currency: 'USD', schedule: { parts: [{ percent: '1' }], charge: 'x' } }),
    { code: 'INPUT_INVALID' },
  );
});
