// Building and signing one request of coinut from JavaScript, side by side with Node's own hash and HMAC over as many
// bytes: medians of interleaved rounds, in one process.
//
// usage: scripts/bench-js

import { createHash, createHmac } from 'node:crypto';
import { buildRequest } from '../../pkg/dist/index.js';

const ROUNDS = 41;
const TURNS = 1000;

const input = { from: { customerId: 'cust_abc123', currency: 'USDT', network: 'ETH' }, to: 'bank_acc_id_xyz789' };
const credentials = { apiKey: 'test_key', apiSecret: 'test_secret' };
const context = { now: '2024-06-09T02:40:00Z', nonce: '550e8400-e29b-41d4-a716-446655440000' };

const contenders = {
  'offramp-core': () => buildRequest('coinut', 'createOfframpFlow', input, credentials, context),
  'node:crypto, by hand': () => {
    const body = JSON.stringify(input);
    const timestamp = Math.floor(Date.parse(context.now) / 1000).toString();
    const hash = createHash('sha256').update(body).digest('hex');
    const canonical = ['POST', 'ramp.hexarails.ai', '/autoramp-flow/offramp', '', hash, timestamp, context.nonce].join(
      '\n',
    );
    const signature = createHmac('sha256', credentials.apiSecret).update(canonical).digest('hex');
    return {
      method: 'POST',
      url: 'https://ramp.hexarails.ai/autoramp-flow/offramp',
      headers: {
        'Content-Type': 'application/json',
        'X-API-Key': credentials.apiKey,
        'X-Timestamp': timestamp,
        'X-Nonce': context.nonce,
        'X-Signature': signature,
      },
      body,
    };
  },
};

const [first, ...others] = Object.values(contenders).map((run) => run().headers['X-Signature']);
if (others.some((signature) => signature !== first)) throw new Error(`${first} is not ${others}`);

let kept = 0;

function time(run) {
  const began = process.hrtime.bigint();
  for (let turn = 0; turn < TURNS; turn++) kept += run().body.length;
  return Number(process.hrtime.bigint() - began) / TURNS;
}

const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contenders)) times[name].push(time(run));
}
const median = (name) => times[name].toSorted((a, b) => a - b)[ROUNDS >> 1];
const own = median('offramp-core');
for (const name of Object.keys(contenders)) {
  console.log(`one request: ${name} ${(median(name) / 1000).toFixed(2)} us = ${(median(name) / own).toFixed(2)}x`);
}
if (kept < 0) throw new Error('never: it keeps the calls from being optimised away');
