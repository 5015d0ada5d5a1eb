// Headers as callers have them: an object, pairs, Headers, a Map.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { verifyWebhook } from '../../pkg/dist/index.js';

const settings = { secret: 'a secret' };
const body = '{"event_id":"evt_1","event_type":"order.status.changed","data":{"order_id":"o","status":"completed"}}';
const now = { now: '2026-01-02T03:04:05Z' };
const timestamp = String(Date.parse(now.now) / 1000);
const signed = {
  'X-Unigox-Signature': `sha256=${createHmac('sha256', settings.secret).update(`${timestamp}.${body}`).digest('hex')}`,
  'X-Unigox-Timestamp': timestamp,
};

test('headers come as an object, as pairs, as a Map and as Headers', () => {
  const pairs = Object.entries(signed);
  for (const headers of [signed, pairs, new Map(pairs), new Headers(pairs)]) {
    assert.equal(verifyWebhook('unigox', settings, headers, body, now).id, 'evt_1');
  }
});

test('a header that must come once is refused where it comes twice', () => {
  for (const name of Object.keys(signed)) {
    for (const twice of [
      [[name, '1'], ...Object.entries(signed)],
      [...Object.entries(signed), [name.toLowerCase(), '1']],
    ]) {
      assert.throws(() => verifyWebhook('unigox', settings, twice, body, now), { code: /MISSING/ }, name);
    }
  }
  assert.throws(() => verifyWebhook('unigox', settings, [['one']], body, now), { code: /MISSING|ARGUMENT_INVALID/ });
});
