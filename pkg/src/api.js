// The functions of the package: types of arguments are checked here, everything else in the module.

import { bytes, json, object, text } from './arguments.js';
import list from './corridors.js';
import schemeList from './schemes.js';
import { OfframpError } from './error.js';
import { randomKey } from './random.js';
import { call, eachPiece, instance, isValidText, kindNumber } from './runtime.js';

export { OfframpError };
export * from './money.js';
export * from './providers.js';

/** Longer texts are no identifiers, whatever comes after this many characters. */
const LONGEST = 1_048_576;

function identifier(value) {
  text(value, 'text');
  return value.length > LONGEST ? value.slice(0, LONGEST) : value;
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

/** Gives up the checks whose handles nobody holds any more, where the host can tell (Cloudflare's of 2024 cannot). */
const abandoned =
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry((open) => open.cancel()) : undefined;

export function createCsvChecker(options) {
  return createChecker(options, 'checkOpen');
}

export function createFileChecker(options) {
  return createChecker(options, 'checkFileOpen');
}

function createChecker(options, opening) {
  const how = json(options, 'options');
  let number = call((module) => module[opening](how, randomKey()));
  // the number means this check on this instance alone
  const owner = instance();
  const open = {
    cancel() {
      const given = number;
      number = undefined;
      if (given !== undefined && instance() === owner) call((module) => module.checkCancel(given));
    },
  };
  const running = () => {
    if (number === undefined) throw new OfframpError('ARGUMENT_INVALID', 'this check has ended');
    if (instance() !== owner) {
      throw new OfframpError('CHECK_LOST', 'the module has failed since this check began: what it had read is lost');
    }
    return number;
  };
  const checker = {
    push(piece) {
      const [all, given, rows] = [bytes(piece, 'bytes'), running(), []];
      call((module) => eachPiece(all, (length) => append(rows, module.checkPush(given, length))));
      return rows;
    },
    finish() {
      const given = running();
      const [rows, summary] = call((module) => module.checkFinish(given));
      number = undefined;
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

export function checkCsv(file, options) {
  return check(file, createCsvChecker, options);
}

export function checkFile(file, options) {
  return check(file, createFileChecker, options);
}

function check(file, create, options) {
  const all = bytes(file, 'bytes');
  const checker = create(options);
  try {
    const rows = checker.push(all);
    const end = checker.finish();
    for (const row of end.rows) rows.push(row);
    return { rows, summary: end.summary };
  } finally {
    checker.cancel();
  }
}

export function kinds() {
  return JSON.parse(call((module) => module.kinds()));
}

export function currencies() {
  return JSON.parse(call((module) => module.currencies()));
}

/** The same as the command and the service answer: a list to read, which is no part of the module. */
export function corridors() {
  return JSON.parse(list);
}

/** The same as the command and the service answer, as the list of corridors is. */
export function schemes() {
  return JSON.parse(schemeList);
}

export function version() {
  return call((module) => module.version());
}
