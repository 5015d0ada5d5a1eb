// What is asked of arguments before they reach the module.

import { OfframpError } from './error.js';
import { checkHost } from './host.js';

function refuse(field, message) {
  throw new OfframpError('ARGUMENT_INVALID', `${field}: ${message}`, field);
}

export function text(value, field) {
  if (typeof value !== 'string') refuse(field, 'a string is needed');
  return value;
}

/** JSON text of a value; nothing where there is none. */
export function json(value, field) {
  if (value === undefined || value === null) return '';
  let written;
  try {
    written = JSON.stringify(value);
    // NaN and infinities are written as null: look closer, which takes longer, only where there is one
    if (written?.includes('null')) JSON.stringify(value, plain);
  } catch {
    // a cycle, a BigInt, or a number that JSON has no text for
    written = undefined;
  }
  return written ?? refuse(field, 'a plain object is needed');
}

/** JSON text of several such values as a list: one text takes less time than several. */
export function jsonOf(values, fields) {
  let written;
  try {
    written = JSON.stringify(values);
  } catch {
    // told below
  }
  // whose fault it is; none but a value that is absent or null is fine
  if (written === undefined || written.includes('null')) fields.forEach((field, index) => json(values[index], field));
  return written;
}

function plain(_, value) {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('no JSON');
  return value;
}

/** An object that has members, not a list. */
export function record(value, field) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(field, 'an object is needed');
  return value;
}

/** JSON text of such an object. */
export function object(value, field) {
  return json(record(value, field), field);
}

/** Headers as an object, from what `fetch` and servers call headers. A name that comes twice keeps all its values. */
export function headers(value, field) {
  if (typeof value !== 'object' || value === null || typeof value[Symbol.iterator] !== 'function')
    return object(value, field);
  const values = Object.create(null);
  try {
    for (const [name, one] of value) values[name] = name in values ? [values[name], one].flat() : one;
  } catch {
    return refuse(field, 'names and their values are needed');
  }
  return object(values, field);
}

export function bytes(value, field) {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'string') {
    checkHost();
    return new TextEncoder().encode(value);
  }
  // of this realm or of another one
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]') return new Uint8Array(value);
  return refuse(field, 'a Uint8Array, an ArrayBuffer or a string is needed');
}
