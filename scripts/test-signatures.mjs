// Signatures of the `offramp` command against Node's crypto and npm's standardwebhooks; see scripts/test-signatures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Webhook } = createRequire(import.meta.url)(process.env.STANDARD_WEBHOOKS);
const { OFFRAMP } = process.env;

const offramp = (args, env, input) =>
  execFileSync(OFFRAMP, args, { env, input, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
const hmac = (key, message) => createHmac('sha256', key).update(message).digest('hex');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const canonical = ({ method, url, body, time, nonce }) => {
  const { host, pathname, search } = new URL(url);
  return [method, host, pathname, search.slice(1), body ? sha256(body) : '', time, nonce].join('\n');
};
const headers = (text) =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/s)),
  );

let requests = 0;
const root = new URL('../tests/vectors/', import.meta.url);
for (const folder of ['requests/', 'orders/']) {
  for (const file of readdirSync(new URL(folder, root))) {
    for (const { call, args, expect } of JSON.parse(readFileSync(new URL(folder + file, root)))) {
      const [provider, operation, input, credentials, context] = args;
      if (call !== 'buildRequest' || provider !== 'coinut' || !expect.url || context.profile || credentials.baseUrl)
        continue;
      const env = { COINUT_API_KEY: credentials.apiKey, COINUT_API_SECRET: credentials.apiSecret };
      const flags = [
        '--now',
        context.now,
        '--nonce',
        context.nonce,
        ...(context.strictness ? ['--strictness', context.strictness] : []),
      ];
      const sent = JSON.parse(
        offramp(['request', provider, operation, '--json', '--input', '-', ...flags], env, JSON.stringify(input)),
      );
      const { 'X-Timestamp': time, 'X-Nonce': nonce, 'X-Signature': signature } = sent.headers;
      assert.equal(
        signature,
        hmac(credentials.apiSecret, canonical({ ...sent, time, nonce })),
        `${file}: ${operation}`,
      );
      requests += 1;
    }
  }
}
assert.ok(requests >= 10, `only ${requests} requests`);

const body =
  '{"event_id":"e","event_type":"order.status.changed","event":"TRADE_CREATED","data":{"id":"é😀","status":"completed"}}';
const env = { OFFRAMP_WEBHOOK_SECRET: 'test_secret' };
const unigox = headers(offramp(['webhook', 'sign', 'unigox'], env, body));
assert.equal(unigox['X-Unigox-Signature'], `sha256=${hmac('test_secret', `${unigox['X-Unigox-Timestamp']}.${body}`)}`);
const url = 'https://app.example.com/webhooks/coinut?x=1';
const coinut = headers(offramp(['webhook', 'sign', 'coinut', '--url', url], env, body));
const [time, nonce] = [coinut['X-Timestamp'], coinut['X-Nonce']];
assert.equal(coinut['X-Signature'], hmac('test_secret', canonical({ method: 'POST', url, body, time, nonce })));

// both ways
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const sentra = ['sentra', '--scheme', 'standard-webhooks'];
const signed = headers(offramp(['webhook', 'sign', ...sentra], { OFFRAMP_WEBHOOK_SECRET: secret }, body));
new Webhook(secret).verify(body, signed);
const now = new Date();
const theirs = {
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(Math.floor(now / 1000)),
  'webhook-signature': new Webhook(secret).sign('msg_1', now, body),
};
const given = Object.entries(theirs).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
assert.match(
  offramp(['webhook', 'verify', ...sentra, ...given], { OFFRAMP_WEBHOOK_SECRET: secret }, body),
  /"id":"msg_1"/,
);
assert.throws(() =>
  offramp(['webhook', 'verify', ...sentra, ...given], { OFFRAMP_WEBHOOK_SECRET: secret }, `${body} `),
);
console.log(`Node: ${requests} requests, webhooks of three providers, Standard Webhooks both ways`);
