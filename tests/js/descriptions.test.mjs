// The descriptions of the providers: JavaScript answers what the core wrote, the command and HTTP are held against the same file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  buildRequest,
  compute,
  corridors,
  explainSignature,
  operations,
  OfframpError,
  providers,
  schemes,
  signWebhook,
  verifyWebhook,
} from '../../pkg/dist/index.js';
import * as slim from '../../pkg/dist/slim.js';

const written = JSON.parse(readFileSync(new URL('../../pkg/src/descriptions.json', import.meta.url), 'utf8'));

test('JavaScript describes each provider as the core does', () => {
  assert.deepEqual(providers(), written);
  assert.deepEqual(slim.providers(), written);
  for (const { name, operations: all } of written) assert.deepEqual(operations(name), all);
  assert.throws(
    () => operations('nobody'),
    (error) => error instanceof OfframpError && error.code === 'PROVIDER_UNKNOWN' && error.field === 'provider',
  );
});

test('the corridors are those that the core wrote, and nobody changes them for others', () => {
  const list = JSON.parse(readFileSync(new URL('../../pkg/src/corridors.json', import.meta.url), 'utf8'));
  assert.ok(list.length > 50);
  corridors().length = 0;
  assert.deepEqual(corridors(), list);
});

test('the schemes are those that the core wrote, and nobody changes them for others', () => {
  const list = JSON.parse(readFileSync(new URL('../../pkg/src/schemes.json', import.meta.url), 'utf8'));
  assert.ok(list.length > 40);
  schemes().length = 0;
  assert.deepEqual(schemes(), list);
});

test('what a caller does to a description changes no other', () => {
  providers()[0].operations.length = 0;
  assert.deepEqual(providers(), written);
});

test('every computation that is described is there', () => {
  for (const { name, computations } of written) {
    for (const computation of computations) {
      assert.ok(computation.summary && computation.input.properties, computation.name);
      try {
        compute(name, computation.name, {});
      } catch (error) {
        assert.notEqual(error.code, 'OPERATION_UNKNOWN', computation.name);
      }
    }
  }
});

test('every way of signing that is described is the one that is used', () => {
  const now = '2024-06-09T07:00:00Z';
  for (const { name, signatures, eventExample } of written) {
    for (const way of signatures.webhooks) {
      const settings = {
        secret: way.secretEncoding === 'base64' ? 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' : 'secret',
        url: 'https://a.example.com/hooks?x=1',
        ...(way.scheme && { scheme: way.scheme }),
      };
      const headers = signWebhook(name, settings, eventExample, { now, nonce: 'n' });
      const expected = [way.header, way.timestampHeader, way.nonceHeader].filter(Boolean).sort();
      assert.deepEqual(Object.keys(headers).sort(), expected, name);
      const steps = explainSignature(name, { headers, body: eventExample }, settings);
      assert.equal(steps.signature, headers[way.header]);
      assert.equal(steps.parts.map(({ value }) => value).join(steps.separator), steps.stringToSign);
      const { parts, ...rest } = way;
      assert.deepEqual(
        steps.parts.map((part) => part.name),
        parts,
      );
      for (const [member, value] of Object.entries(rest)) assert.equal(steps[member], value, member);
      assert.ok(verifyWebhook(name, settings, headers, eventExample, { now }).known, name);
    }
  }
});

test('the steps of a request end in the signature that it carries', () => {
  const credentials = { apiKey: 'key', apiSecret: 'secret', baseUrl: 'https://ramp.example.com:443' };
  const input = { name: 'John Doe', email: 'john@example.com' };
  const request = buildRequest('coinut', 'createCustomer', input, credentials, {
    now: '2024-06-09T07:00:00Z',
    nonce: 'n',
  });
  const { header, credential } = written.find(({ name }) => name === 'coinut').signatures.request;
  const steps = explainSignature('coinut', request, { secret: credentials[credential] });
  assert.equal(steps.signature, request.headers[header]);
  assert.equal(explainSignature('rahat', request, { secret: 's' }), null);
  const bytes = new TextEncoder().encode(request.body);
  assert.deepEqual(explainSignature('coinut', { ...request, body: bytes }, { secret: credentials[credential] }), steps);
  // a body that is no text is nothing that is signed
  const image = { ...request, body: Uint8Array.of(0xff) };
  assert.equal(explainSignature('rahat', image, { secret: 's' }), null);
  assert.throws(() => explainSignature('coinut', image, { secret: 's' }), { code: 'ARGUMENT_INVALID' });
});
