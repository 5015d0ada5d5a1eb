// The functions of the package: types of arguments are checked here, everything else in the module.

import { OfframpError } from './error.js';
import { call, eachPiece, isValidText, kindNumber } from './runtime.js';

export { OfframpError };

/** Longer texts are no identifiers, whatever comes after this many characters. */
const LONGEST = 65_535;

function text(value, field) {
  if (typeof value !== 'string') throw new OfframpError('ARGUMENT_INVALID', `${field}: a string is needed`, field);
  return value;
}

function identifier(value) {
  text(value, 'text');
  return value.length > LONGEST ? value.slice(0, LONGEST) : value;
}

/** JSON text of a value; nothing where there is none. */
function json(value, field) {
  if (value === undefined || value === null) return '';
  let written;
  try {
    written = JSON.stringify(value);
  } catch {
    // a cycle or a BigInt
  }
  if (written === undefined) throw new OfframpError('ARGUMENT_INVALID', `${field}: a plain object is needed`, field);
  return written;
}

function object(value, field) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OfframpError('ARGUMENT_INVALID', `${field}: an object is needed`, field);
  }
  return json(value, field);
}

export function validate(kind, value, options) {
  const [name, given, how] = [text(kind, 'kind'), identifier(value), json(options, 'options')];
  return JSON.parse(call((module) => module.validate(name, given, how)));
}

export function isValid(kind, value) {
  const number = kindNumber(kind);
  if (number === undefined || typeof value !== 'string') {
    text(kind, 'kind');
    text(value, 'text');
    throw new OfframpError('KIND_UNKNOWN', 'no identifier kind has this name', 'kind');
  }
  return isValidText(number, value) ?? validate(kind, value).verdict === 'valid';
}

export function detect(value) {
  const given = identifier(value);
  return JSON.parse(call((module) => module.detect(given)));
}

export function bankAccountFields(currency, options) {
  const [code, how] = [text(currency, 'currency'), json(options, 'options')];
  return call((module) => module.bankAccountFields(code, how));
}

export function bankAccountJsonSchema(currency, options) {
  const [code, how] = [text(currency, 'currency'), json(options, 'options')];
  return JSON.parse(call((module) => module.bankAccountJsonSchema(code, how)));
}

export function validateBankAccount(currency, fields, options) {
  const [code, given, how] = [text(currency, 'currency'), object(fields, 'fields'), json(options, 'options')];
  return JSON.parse(call((module) => module.validateBankAccount(code, given, how)));
}

/** A UUID of version 4, or nothing where the host has no secure random numbers. */
function randomUuid() {
  const { crypto } = globalThis;
  if (typeof crypto?.randomUUID === 'function') return crypto.randomUUID();
  if (typeof crypto?.getRandomValues !== 'function') return undefined;
  // pages without TLS have random numbers and no UUIDs
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function buildRequest(provider, operation, input, credentials, context) {
  const [name, what] = [text(provider, 'provider'), text(operation, 'operation')];
  const given = json(input, 'input') || 'null';
  const authorised = object(credentials, 'credentials');
  object(context, 'context');
  const when = json({ ...context, nonce: context.nonce ?? randomUuid() }, 'context');
  return JSON.parse(call((module) => module.buildRequest(name, what, given, authorised, when)));
}

function bytesOf(value) {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'string') return new TextEncoder().encode(value);
  // of this realm or of another one
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]') return new Uint8Array(value);
  throw new OfframpError('ARGUMENT_INVALID', 'bytes: a Uint8Array, an ArrayBuffer or a string is needed', 'bytes');
}

/** Gives up the checks whose handles nobody holds any more, where the host can tell (Cloudflare's of 2024 cannot). */
const abandoned = typeof FinalizationRegistry === 'function' ? new FinalizationRegistry((open) => open.cancel()) : undefined;

export function createCsvChecker(options) {
  const how = json(options, 'options');
  let number = call((module) => module.checkOpen(how));
  const open = {
    cancel() {
      if (number !== undefined) {
        const given = number;
        number = undefined;
        call((module) => module.checkCancel(given));
      }
    },
  };
  const running = () => {
    if (number === undefined) throw new OfframpError('ARGUMENT_INVALID', 'this check has ended');
    return number;
  };
  const checker = {
    push(bytes) {
      const [all, given, rows] = [bytesOf(bytes), running(), []];
      call((module) => eachPiece(all, (length) => append(rows, module.checkPush(given, length))));
      return rows;
    },
    finish() {
      const given = running();
      number = undefined;
      const [rows, summary] = call((module) => module.checkFinish(given));
      return { rows: JSON.parse(rows), summary };
    },
    cancel: open.cancel,
  };
  abandoned?.register(checker, open);
  return checker;
}

function append(rows, written) {
  if (written !== '[]') {
    for (const row of JSON.parse(written)) rows.push(row);
  }
}

export function checkCsv(bytes, options) {
  const all = bytesOf(bytes);
  const checker = createCsvChecker(options);
  try {
    const rows = checker.push(all);
    const end = checker.finish();
    for (const row of end.rows) rows.push(row);
    return { rows, summary: end.summary };
  } finally {
    checker.cancel();
  }
}

export function version() {
  return call((module) => module.version());
}
