// Callers hand over anything; the package stays in working order and keeps no memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';

const CALLS = 50_000;

/** The exports of every instance that the package makes; `trap` makes the next call fail as a trap does. */
const instances = [];
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
  instances.push({ ...exports, call: trapping(exports.call), callScratch: trapping(exports.callScratch) });
  return { exports: instances.at(-1) };
};
const offramp = await import('../../pkg/dist/index.js');
const memory = () => instances.at(-1).memory.buffer.byteLength;

/** The same numbers in every run. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const cycle = {};
cycle.self = cycle;
const hostile = new Proxy(
  {},
  {
    get() {
      throw new Error('no');
    },
  },
);

const anything = [
  undefined,
  null,
  true,
  NaN,
  -0,
  Infinity,
  10n,
  Symbol('s'),
  () => 1,
  [],
  {},
  cycle,
  hostile,
  new Date(NaN),
  '',
  ' ',
  '\0',
  '\ud800',
  'é',
  '💸'.repeat(300),
  'x'.repeat(70_000),
  '{',
  '[1,2',
  '-',
  '1e999',
  '\u202e',
  'DE89370400440532013000',
  '=cmd|x',
  'iban',
  'evmAddress',
  'coinut',
  'createCustomer',
  'EUR',
  'toString',
  '__proto__',
  'constructor',
  { iban: 1 },
  { iban: 'DE00', iban2: null },
  { strictness: 'lax' },
  { country: 'XXX' },
  { rows: 7 },
  { now: 'yesterday' },
  { apiKey: '', apiSecret: '' },
  { apiKey: 'k\n', apiSecret: 's' },
  {
    __proto__: {
      toJSON: () => {
        throw new Error('no');
      },
    },
  },
  { toJSON: () => undefined },
  new Uint8Array([0xff, 0xfe, 0, 0xd8]),
  new Uint8Array(0),
  new ArrayBuffer(3),
  new Map([[1, 2]]),
  'a,b\n"',
  'currency,amount,iban\nEUR,1,"DE',
  { depth: JSON.parse('['.repeat(500) + ']'.repeat(500)) },
];

const functions = Object.entries(offramp).filter(
  ([name, value]) => typeof value === 'function' && !['init', 'OfframpError'].includes(name),
);

test(`${CALLS} malformed calls end in an answer or an OfframpError, and memory stays flat`, () => {
  let pick = random(7);
  const one = () => anything[pick(anything.length)];
  let sizeAfterFirstHalf = 0;
  const outcomes = { answered: 0, refused: 0 };
  for (let index = 0; index < CALLS; index++) {
    const [name, run] = functions[pick(functions.length)];
    try {
      const answer = run(one(), one(), one(), one(), one());
      outcomes.answered++;
      // an abandoned checker is collected some time; a careful caller ends it
      if (/^create.*Checker$/.test(name)) answer.cancel();
    } catch (error) {
      assert.ok(
        error instanceof offramp.OfframpError || error.message === 'no',
        `${name} threw ${error?.stack ?? error}`,
      );
      outcomes.refused++;
    }
    // the second half is the first one again: it must do with the room that there is
    if (index + 1 === CALLS / 2) [sizeAfterFirstHalf, pick] = [memory(), random(7)];
  }
  assert.ok(outcomes.answered > CALLS / 20 && outcomes.refused > CALLS / 20, JSON.stringify(outcomes));
  assert.equal(instances.length, 1, 'the module trapped');
  assert.equal(memory(), sizeAfterFirstHalf);

  assert.equal(offramp.isValid('iban', 'DE89370400440532013000'), true);
  assert.equal(offramp.validate('aba', '21000021').findings[0].suggestion, '021000021');
});

test('an ended check says so', () => {
  const checker = offramp.createCsvChecker();
  checker.finish();
  for (const call of [() => checker.push('a'), () => checker.finish()]) {
    assert.throws(call, { name: 'OfframpError', code: 'ARGUMENT_INVALID' });
  }
  checker.cancel();
});

test('an instance that trapped is replaced', () => {
  const before = instances.length;
  trap = true;
  assert.throws(() => offramp.validate('iban', ''), RuntimeError);
  assert.equal(offramp.validate('iban', 'DE89370400440532013000').verdict, 'valid');
  assert.equal(offramp.isValid('iban', 'DE89370400440532013000'), true);
  assert.equal(instances.length, before + 1);
  trap = true;
  // too long for the buffer
  assert.throws(() => offramp.detect('a'.repeat(100_000)), RuntimeError);
  assert.equal(offramp.validate('iban', 'DE89370400440532013000').verdict, 'valid');
  assert.equal(instances.length, before + 2);
});
