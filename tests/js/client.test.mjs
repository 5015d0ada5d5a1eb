// The client: the vectors of attempts that the native one runs too, a server that misbehaves, and what a caller may set.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { idempotencyKey } from '../../pkg/dist/index.js';
import { createClient } from '../../pkg/dist/client/index.js';

const { credentials, inputs, cases } = JSON.parse(
  readFileSync(new URL('../client/attempts.json', import.meta.url), 'utf8'),
);
const START = Date.parse('2024-06-09T07:00:00Z');

/** A network that answers what it is told, and a clock whose waits pass at once. */
function script(answers) {
  const log = [];
  const left = [...answers];
  let [waited, nonces] = [0, 0];
  return {
    log,
    left,
    options: {
      async fetch(url, { method, headers, body }) {
        const key =
          headers['x-idempotency-key'] ?? (typeof body === 'string' ? JSON.parse(body).idempotencyKey : undefined);
        log.push(`${method} /${url.split('/').slice(3).join('/')}${key === undefined ? '' : ` #${key}`}`);
        const answer = left.shift() ?? { error: 'no_answer' };
        if (answer.error === 'not_sent')
          throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
        if (answer.error) throw new TypeError('fetch failed');
        return new Response(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body), {
          status: answer.status,
          headers: answer.headers,
        });
      },
      async wait(milliseconds) {
        log.push(`wait ${milliseconds}`);
        waited += milliseconds;
      },
      now: () => START + waited,
      nonce() {
        nonces += 1;
        return `n${nonces}`;
      },
    },
  };
}

const holds = (want, got) =>
  typeof want === 'object' && want !== null && !Array.isArray(want)
    ? Object.entries(want).every(([name, value]) => holds(value, got?.[name]))
    : JSON.stringify(want) === JSON.stringify(got);

test('attempts end as the vectors say', async () => {
  assert.ok(cases.length > 40);
  const wrong = [];
  for (const { name, operation: both, input: own, answers, retry, options, expect } of cases) {
    const [provider, operation] = both.split(' ');
    const input = own ?? inputs[both];
    const world = script(answers);
    const client = createClient(provider, credentials[provider], { ...world.options, retry: retry ?? {} });
    const reply = await client[operation](input, options);
    let log = world.log;
    try {
      const { key } = idempotencyKey(provider, operation, input);
      log = log.map((line) => line.replace(`#${key}`, '#@KEY'));
    } catch {
      // nothing tells it from another
    }
    if (!holds(expect, { ...reply, log }) || world.left.length > 0) {
      wrong.push(
        `${name}\n  expected ${JSON.stringify(expect)}\n  got      ${JSON.stringify({ ...reply, raw: undefined, log })}\n  ${world.left.length} answers left`,
      );
    }
  }
  assert.equal(wrong.length, 0, wrong.join('\n'));
});

/** A provider that does what the next of its ways says, and counts payments by key. */
async function misbehaving(ways) {
  const paid = new Map();
  let effects = 0;
  const server = createServer((request, response) => {
    let body = '';
    request
      .on('data', (piece) => (body += piece))
      .on('end', () => {
        const way = ways.shift() ?? 'answer';
        if (way === 'drop before') return request.socket.destroy();
        if (way === 'busy') return response.writeHead(429, { 'Retry-After': '0' }).end('{}');
        const key = request.headers['x-idempotency-key'];
        if (!paid.has(key)) {
          effects += 1;
          paid.set(key, { id: `pay_${paid.size + 1}`, status: 'SUCCESS', amount: 5000 });
        }
        if (way === 'drop after') return request.socket.destroy();
        if (way === 'silence') return undefined;
        if (way === 'failure') return response.writeHead(500).end();
        const text = JSON.stringify({ success: true, data: { payment: paid.get(key), paymentMethod: 'UPI' } });
        if (way === 'half')
          return response
            .writeHead(200, { 'Content-Length': text.length })
            .write(text.slice(0, 20), () => request.socket.destroy());
        return response.writeHead(200, { 'Content-Type': 'application/json' }).end(text);
      });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  return { baseUrl, effects: () => effects, close: () => server.close().closeAllConnections() };
}

const swift = (provider, options) =>
  createClient(
    'swiftpay',
    { ...credentials.swiftpay, baseUrl: provider.baseUrl },
    { retry: { backoffDelay: 5 }, timeout: 200, ...options },
  );

test('a provider that misbehaves pays once, and the answer is known in the end', async () => {
  for (const way of ['drop before', 'drop after', 'busy', 'failure', 'silence', 'half']) {
    const provider = await misbehaving([way]);
    const reply = await swift(provider).offRamp(inputs['swiftpay offRamp']);
    assert.deepEqual(
      [way, reply.outcome, reply.attempts, reply.values?.id, provider.effects()],
      [way, 'accepted', 2, 'pay_1', 1],
    );
    provider.close();
  }
});

test('a provider that is not there was sent nothing', async () => {
  const provider = await misbehaving([]);
  provider.close();
  const reply = await swift(provider).offRamp(inputs['swiftpay offRamp']);
  assert.deepEqual([reply.outcome, reply.code, reply.attempts], ['unavailable', 'NOT_SENT', 3]);
});

test('the waits are those of the document, by the real clock', async () => {
  const times = [];
  const fetch = async () => {
    times.push(performance.now());
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
  };
  const client = createClient('rahat', credentials.rahat, {
    fetch,
    retry: { maxAttempts: 3, backoffDelay: 1000, exponentialBackoff: true },
  });
  const reply = await client.instantOfframp(inputs['rahat instantOfframp']);
  assert.equal(reply.outcome, 'unavailable');
  const waits = times.slice(1).map((time, index) => time - times[index]);
  for (const [index, wait] of [1000, 2000].entries())
    assert.ok(waits[index] > wait - 5 && waits[index] < wait + 400, `${waits}`);
});

test('a signal stops waits: it throws where nothing was done, and says unknown where nobody knows', async () => {
  const busy = async () => new Response('{}', { status: 429, headers: { 'Retry-After': '60' } });
  const lost = async () => {
    throw new TypeError('fetch failed');
  };
  const pay = (fetch, signal) =>
    createClient('swiftpay', credentials.swiftpay, { fetch, signal }).offRamp(inputs['swiftpay offRamp']);
  const begun = performance.now();
  await assert.rejects(pay(busy, AbortSignal.timeout(50)), { name: 'TimeoutError' });
  const reply = await pay(lost, AbortSignal.timeout(50));
  assert.deepEqual([reply.outcome, reply.code], ['unknown', 'NO_ANSWER']);
  await assert.rejects(pay(busy, AbortSignal.abort(new Error('no'))), /no/);
  // under way: the request is given up, and nobody knows
  const never = () => new Promise(() => {});
  assert.equal((await pay(never, AbortSignal.timeout(50))).outcome, 'unknown');
  const own = createClient('swiftpay', credentials.swiftpay, { fetch: busy }).offRamp(inputs['swiftpay offRamp'], {
    signal: AbortSignal.timeout(50),
  });
  await assert.rejects(own, { name: 'TimeoutError' });
  assert.ok(performance.now() - begun < 900, 'nothing waited for its end');
});

test('calls under way and requests within a time are limited', async () => {
  let [now, most] = [0, 0];
  const sent = [];
  const fetch = async () => {
    now += 1;
    most = Math.max(most, now);
    sent.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 20));
    now -= 1;
    return new Response('{"status":"UP"}');
  };
  const client = createClient('swiftpay', credentials.swiftpay, {
    fetch,
    limits: { concurrency: 2, requests: 3, perMs: 150 },
  });
  await Promise.all(Array.from({ length: 7 }, () => client.health()));
  assert.equal(most, 2);
  for (let index = 3; index < sent.length; index += 1) assert.ok(sent[index] - sent[index - 3] > 140, `${sent}`);
});

test('what cannot be sent throws and is not sent; what is traced is masked', async () => {
  const entries = [];
  const fetch = async () => new Response('{"customerId":"cust_1"}');
  const client = createClient('coinut', credentials.coinut, { fetch, trace: (entry) => entries.push(entry) });
  await assert.rejects(client.createCustomer({ name: 'Jane Doe' }), { code: 'INPUT_INVALID' });
  await assert.rejects(client.call('pay', {}), { code: 'OPERATION_UNKNOWN' });
  await assert.rejects(client.createCustomer({ name: 'Jane Doe', email: 'jane@example.com' }, { key: 'K' }), {
    code: 'ARGUMENT_INVALID',
    field: 'key',
  });
  assert.throws(() => createClient('coinbase', {}), { code: 'PROVIDER_UNKNOWN' });
  assert.throws(() => createClient('coinut', {}, { retries: 3 }), { code: 'ARGUMENT_INVALID', field: 'retries' });
  assert.equal(entries.length, 0);
  const { values } = await client.createCustomer({ name: 'Jane Doe', email: 'jane@example.com' });
  assert.equal(values.customerId, 'cust_1');
  assert.deepEqual([entries[0].operation, entries[0].attempt, entries[0].status], ['createCustomer', 1, 200]);
  assert.ok(!/jane|secret/i.test(JSON.stringify(entries)), JSON.stringify(entries));
});
