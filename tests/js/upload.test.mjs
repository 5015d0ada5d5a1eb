// Files in requests arrive as they are, whether the module or the package puts them in.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { buildRequest, maskRequest } from '../../pkg/dist/index.js';

const ID = '550e8400-e29b-41d4-a716-446655440000';
const HEADER = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const picture = (size) => Buffer.concat([HEADER, Buffer.alloc(size, 'ab\r\n--')]);
const built = (url) =>
  buildRequest(
    'unigox',
    'uploadKycDocument',
    { id: ID, document: url, document_type: 'selfie' },
    { apiKey: 'test_key' },
    { now: '2024-06-09T02:40:00Z', nonce: ID },
  );
const dataUrl = (file, head = 'data:image/png;name=a b.png;base64,') => head + file.toString('base64');

/** What a server receives when a request is sent as the README says. */
async function received(request) {
  const server = createServer((incoming, answer) => {
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => answer.end(Buffer.concat(chunks)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, request);
  const bytes = Buffer.from(await answer.arrayBuffer());
  server.close();
  return bytes;
}

for (const size of [10, 50_000, 60_000, 3_000_000]) {
  test(`unigox-5 a picture of ${size} bytes arrives`, async () => {
    const file = picture(size);
    const request = built(dataUrl(file));
    const bytes = await received(request);
    const form = await new Response(bytes, { headers: { 'Content-Type': request.headers['Content-Type'] } }).formData();
    assert.deepEqual([...form.keys()].sort(), ['document', 'document_type']);
    const sent = form.get('document');
    assert.equal(sent.type, 'image/png');
    assert.ok(file.equals(Buffer.from(await sent.arrayBuffer())));
    const masked = maskRequest(request);
    assert.ok(JSON.stringify(masked).length < 2000, 'no bytes are in a log');
  });
}

test('the same file makes the same bytes, another one others', () => {
  const [one, two] = [picture(200_000), picture(200_000)];
  assert.deepEqual(built(dataUrl(one)), built(dataUrl(two)));
  two[100_001] ^= 1;
  assert.notDeepEqual(built(dataUrl(one)).body, built(dataUrl(two)).body);
});

test('what is wrong with a large file is said as of a small one', () => {
  const file = picture(200_000);
  for (const [url, code] of [
    [dataUrl(file, 'data:text/html;base64,'), 'VALUE_NOT_ALLOWED'],
    [dataUrl(file).replace(/....$/, '===='), 'DATA_URL_STRUCTURE'],
    [`${dataUrl(file)}\n`, 'DATA_URL_STRUCTURE'],
    [dataUrl(file).replace(/..(.{8})$/, '-_$1'), 'DATA_URL_STRUCTURE'],
    [`data:image/png,${'a'.repeat(100_000)}`, 'DATA_URL_STRUCTURE'],
  ]) {
    assert.throws(
      () => built(url),
      (error) => error.findings[0].code === code,
      url.slice(0, 60),
    );
  }
});

test('a file that holds the boundary is a file all the same', async () => {
  const plain = picture(200_000);
  const boundary = /boundary=(.+)$/.exec(built(dataUrl(plain)).headers['Content-Type'])[1];
  // not among the bytes that the boundary is made of
  const file = Buffer.from(plain);
  file.write(`\r\n--${boundary}--\r\n`, 100_001);
  const request = built(dataUrl(file));
  const form = await new Response(request.body, {
    headers: { 'Content-Type': request.headers['Content-Type'] },
  }).formData();
  assert.ok(file.equals(Buffer.from(await form.get('document').arrayBuffer())));
});
