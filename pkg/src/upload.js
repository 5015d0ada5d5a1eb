// Large files in requests that are forms: the module builds the request around a stand-in, and the bytes are put in its place.

import { decode, encode } from './base64.js';

/** Files of fewer letters than this go through the module, like everything else. */
const LARGE = 1 << 16;

/** A text that no other file of the same length is likely to have: every so many bytes, into four sums. */
function standIn(bytes) {
  const sums = new Uint32Array(8).fill(bytes.length);
  const step = Math.max(1, bytes.length >> 12);
  for (let at = 0, place = 0; at < bytes.length; at += step, place = (place + 1) & 7) {
    sums[place] = Math.imul(sums[place] ^ bytes[at], 0x01000193);
  }
  // no text: 0xff is in no UTF-8
  return Uint8Array.from([0xff, ...new Uint8Array(sums.buffer), 0xff]);
}

function find(bytes, sought, from = 0) {
  for (let at = bytes.indexOf(sought[0], from); at >= 0; at = bytes.indexOf(sought[0], at + 1)) {
    let length = 1;
    while (length < sought.length && bytes[at + length] === sought[length]) length += 1;
    if (length === sought.length) return at;
  }
  return -1;
}

/** Whether a document is large enough for `withLarge`. */
export const isLarge = (document) =>
  typeof document === 'string' && document.length > LARGE && document.startsWith('data:');

/**
 * The request that `build` makes of an input, whose member `document` is a large data URL; nothing where that cannot be
 * told here, as the module has words for what is wrong.
 */
export function withLarge(input, build) {
  const comma = input.document.indexOf(',') + 1;
  const file = comma > 0 && decode(input.document.slice(comma));
  if (!file?.length) return undefined;
  const stand = standIn(file);
  const request = build({ ...input, document: input.document.slice(0, comma) + encode(stand) });
  const at = request.body instanceof Uint8Array ? find(request.body, stand) : -1;
  const boundary = /boundary=(\S+)$/.exec(request.headers['Content-Type'])?.[1];
  // a file in which the boundary stands could add members to the form
  if (at < 0 || !boundary || find(file, new TextEncoder().encode(`\r\n--${boundary}`)) >= 0) return undefined;
  const body = new Uint8Array(request.body.length - stand.length + file.length);
  body.set(request.body.subarray(0, at));
  body.set(file, at);
  body.set(request.body.subarray(at + stand.length), at + file.length);
  // of the stand-in
  delete request.bodyBase64;
  return { ...request, body };
}
