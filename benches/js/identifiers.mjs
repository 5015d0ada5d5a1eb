// One call from JavaScript, side by side with what people use today: medians of interleaved rounds, in one process.
//
// usage: scripts/bench-js

import { createRequire } from 'node:module';
import * as offramp from '../../pkg/dist/index.js';

const require = createRequire(`${process.argv[2]}/`);
const ibantools = require('ibantools');
const validator = require('validator');
const fastIban = require('fast-iban');
const { isAddress } = require('viem');

const ROUNDS = 41;
const CALLS = 4_000;

/** Values that differ, so that nobody answers from a cache; three in ten are wrong. */
function vary(make) {
  return Array.from({ length: CALLS }, (_, index) =>
    index % 10 < 7 ? make(index) : `${make(index).slice(0, -1)}${index % 10}`,
  );
}

const pad = (number, length) => String(number).padStart(length, '0');

function iban(index) {
  const bban = `37040044${pad(532013000 + index * 7919, 10)}`;
  let rest = 0;
  for (const digit of `${bban}131400`) rest = (rest * 10 + Number(digit)) % 97;
  return `DE${pad(98 - rest, 2)}${bban}`;
}

// countries with check digits inside the account number, by sums with weights and by remainders
function spanish(index) {
  const [bank, account] = ['21000418', pad(200_051_332 + index * 7919, 10)];
  const check = (digits) => {
    const sum = [...digits].reduce((sum, digit, place) => sum + digit * [1, 2, 4, 8, 5, 10, 9, 7, 3, 6][place], 0);
    return [0, 1][sum % 11] ?? 11 - (sum % 11);
  };
  return withCheckDigits('ES', `${bank}${check(`00${bank}`)}${check(account)}${account}`);
}

function french(index) {
  const account = `2004101005${pad(50_001_302 + index * 7919, 11)}`;
  return withCheckDigits('FR', `${account}${pad(97 - Number((BigInt(account) * 100n) % 97n), 2)}`);
}

function withCheckDigits(country, bban) {
  const letters = [...country].map((letter) => letter.charCodeAt(0) - 55).join('');
  return `${country}${pad(98 - Number(BigInt(`${bban}${letters}00`) % 97n), 2)}${bban}`;
}

function aba(index) {
  const digits = `02${pad(1000 + ((index * 37) % 900_000), 6)}`;
  const sum = [...digits].reduce((sum, digit, place) => sum + digit * [3, 7, 1][place % 3], 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const letters = (index) => String.fromCharCode(65 + (index % 26), 65 + ((index >> 3) % 26));
const IFSC = /^[A-Z]{4}0[A-Z0-9]{6}$/;
const VPA = /^[A-Za-z0-9][A-Za-z0-9._-]{2,}@[A-Za-z][A-Za-z0-9]{2,19}$/;
const evm = vary((index) => `0x${pad((index * 2_654_435_761).toString(16), 40).slice(-40)}`);
const ibans = vary(iban);
const spanishIbans = vary(spanish);
const frenchIbans = vary(french);
const bics = vary((index) => `${letters(index)}BKDEFF${pad(index % 1000, 3)}`);
const abas = vary(aba);
const ifscs = vary((index) => `SBIN0${pad(index, 6)}`);
const vpas = vary((index) => `user.${index}@okaxis`);

const jobs = {
  'IBAN yes/no': [
    ibans,
    (text) => offramp.isValid('iban', text),
    {
      ibantools: (text) => ibantools.isValidIBAN(text),
      'validator.js': (text) => validator.isIBAN(text),
      'fast-iban': (text) => fastIban.validateIBAN(text),
    },
  ],
  'IBAN yes/no, Spain': [
    spanishIbans,
    (text) => offramp.isValid('iban', text),
    {
      ibantools: (text) => ibantools.isValidIBAN(text),
      'validator.js (not inside)': (text) => validator.isIBAN(text),
    },
  ],
  'IBAN yes/no, France': [
    frenchIbans,
    (text) => offramp.isValid('iban', text),
    {
      ibantools: (text) => ibantools.isValidIBAN(text),
      'validator.js (not inside)': (text) => validator.isIBAN(text),
    },
  ],
  'IBAN report': [
    ibans,
    (text) => offramp.validate('iban', text),
    { ibantools: (text) => ibantools.validateIBAN(text) },
  ],
  BIC: [
    bics,
    (text) => offramp.isValid('bic', text),
    {
      ibantools: (text) => ibantools.isValidBIC(text),
      'validator.js': (text) => validator.isBIC(text),
    },
  ],
  ABA: [abas, (text) => offramp.isValid('aba', text), { 'validator.js': (text) => validator.isAbaRouting(text) }],
  IFSC: [
    ifscs,
    (text) => offramp.isValid('ifsc', text),
    { 'a regular expression (shape only)': (text) => IFSC.test(text) },
  ],
  VPA: [vpas, (text) => offramp.isValid('vpa', text), { 'a regular expression': (text) => VPA.test(text) }],
  'EVM address': [evm, (text) => offramp.isValid('evmAddress', text), { viem: (text) => isAddress(text) }],
};

let kept = 0;

function time(values, run) {
  const began = process.hrtime.bigint();
  for (const value of values) kept += run(value) ? 1 : 0;
  return Number(process.hrtime.bigint() - began) / values.length;
}

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

for (const [name, [values, ours, peers]] of Object.entries(jobs)) {
  const all = { 'offramp-core': ours, ...peers };
  const times = Object.fromEntries(Object.keys(all).map((peer) => [peer, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [peer, run] of Object.entries(all)) times[peer].push(time(values, run));
  }
  const own = median(times['offramp-core']);
  const others = Object.keys(peers).map((peer) => {
    const theirs = median(times[peer]);
    return `${peer} ${theirs.toFixed(0)} ns = ${(theirs / own).toFixed(2)}x`;
  });
  console.log(`${name.padEnd(12)} ${own.toFixed(0).padStart(6)} ns; ${others.join(', ')}`);
}
if (kept < 0) throw new Error('never: it keeps the calls from being optimised away');
