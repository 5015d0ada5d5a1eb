// The fee on an amount from JavaScript, side by side with the same rule in decimal.js: medians of interleaved rounds, in
// one process. All answers are compared first.
//
// usage: scripts/bench-js

import { createRequire } from 'node:module';
import { computeFees } from '../../pkg/dist/index.js';

const Decimal = createRequire(`${process.argv[2]}/`)('decimal.js');

const ROUNDS = 41;
const TURNS = 20;

const schedule = {
  parts: [{ name: 'provider', percent: '2.9', fixed: '0.30', rounding: 'halfUp' }],
  charge: 'deducted',
};
const amounts = Array.from({ length: 1000 }, (_, index) => ((index * 7919 + 1234) / 100).toFixed(2));

function exactFee(gross) {
  return gross.times('2.9').div(100).plus('0.30');
}

const contenders = {
  'offramp-core': (amount) => computeFees({ amount, currency: 'USD', schedule }),
  // a member beside the three takes the long way, through JSON
  'offramp-core, by JSON': (amount) => computeFees({ amount, currency: 'USD', schedule, decimals: 2 }),
  'decimal.js, the same answer': (amount) => {
    const gross = new Decimal(amount);
    const exact = exactFee(gross);
    const fee = exact.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    const explanation = `2.9% of ${gross.toFixed(2)} + 0.30 = ${exact.toString()}`;
    return {
      gross: gross.toFixed(2),
      fee: fee.toFixed(2),
      net: gross.minus(fee).toFixed(2),
      currency: 'USD',
      parts: [{ name: 'provider', amount: fee.toFixed(2), explanation }],
    };
  },
  'decimal.js, fee and net alone': (amount) => {
    const gross = new Decimal(amount);
    const fee = exactFee(gross).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    return { fee: fee.toFixed(2), net: gross.minus(fee).toFixed(2) };
  },
};

for (const amount of amounts) {
  const answers = Object.values(contenders).map((run) => run(amount));
  const [first] = answers;
  if (answers.some(({ fee, net }) => fee !== first.fee || net !== first.net)) throw new Error(JSON.stringify(answers));
}

let kept = 0;

function time(run) {
  const began = process.hrtime.bigint();
  for (let turn = 0; turn < TURNS; turn++) for (const amount of amounts) kept += run(amount).fee.length;
  return Number(process.hrtime.bigint() - began) / (TURNS * amounts.length);
}

const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contenders)) times[name].push(time(run));
}
const median = (name) => times[name].toSorted((a, b) => a - b)[ROUNDS >> 1];
const own = median('offramp-core');
for (const name of Object.keys(contenders))
  console.log(`fees: ${name} ${median(name).toFixed(0)} ns = ${(median(name) / own).toFixed(2)}x`);
if (kept < 0) throw new Error('never: it keeps the calls from being optimised away');
