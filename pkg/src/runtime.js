// The one instance of the WebAssembly module: started at the first call, dropped if it ever traps.

import * as glue from './glue.js';
import { OfframpError } from './error.js';
import { checkHost } from './host.js';

/** Starts the instance from what the entry point brings; set by it. */
let source;

/** Views of the instance's memory and of the buffer in it, and where texts are written to. */
let memory = new Uint8Array(0);
let buffer = new Uint8Array(0);
let scratch = 0;
let scratchSize = 0;
/** The numbers of the kinds by their names. */
let kinds = new Map();
let exportsOf;
/** Made when the module starts: a host that lacks them can import the package all the same. */
let encoder;
let decoder;

/** A function of the module by its name; `order` puts the argument that may hold NULs last. */
function bound(name, order) {
  return (...given) => {
    const last = given.length - 1;
    let sent = name;
    for (let place = 0; place <= last; place++) {
      const value = given[order === undefined ? place : order[place]];
      sent += place < last && value.includes('\0') ? `\0${value.replaceAll('\0', '\ufffd')}` : `\0${value}`;
    }
    return ask(sent);
  };
}

/** Asks through the buffer, which costs neither a copy nor an allocation, where the text is sure to fit. */
function ask(text) {
  if (text.length * 3 > scratchSize) return glue.call(text);
  return glue.callScratch(encoder.encodeInto(text, room()).written);
}

const names = `kinds currencies detect buildRequest parseResponse nextStatus classify idempotencyKey maskRequest explainSignature compute
  computeFees quote quoteForTarget checkLimits settlement businessDay allocate parseAmount formatAmount amountInWords`;

/** The functions of the module. Arguments that are objects are JSON text, and so are answers. */
const functions = {
  ...Object.fromEntries(names.split(/\s+/).map((name) => [name, bound(name)])),
  signWebhook: bound('signWebhook', [0, 1, 3, 2]),
  validate: bound('validate', [0, 2, 1]),
  bankAccountJsonSchema: bound('bankAccountJsonSchema', [1, 0]),
  validateBankAccount: bound('validateBankAccount', [1, 2, 0]),
  bankAccountFields: (...given) => JSON.parse(bound('bankAccountFields', [1, 0])(...given)),
  verifyWebhook: (provider, settings, headers, body, options) =>
    glue.verifyWebhook([provider.replaceAll('\0', '\ufffd'), settings, headers, options].join('\0'), body),
  version: () => JSON.parse(glue.call('version')),
  feePlanOpen: (request) => Number(bound('feePlanOpen')(request)),
  checkOpen: (...given) => Number(bound('checkOpen')(...given)),
  checkFileOpen: (...given) => Number(bound('checkFileOpen')(...given)),
  checkPush: glue.checkPush,
  checkCancel: glue.checkCancel,
  checkFinish: (number) => {
    const [rows, summary] = glue.checkFinish(number).split('\n');
    return [rows, JSON.parse(summary)];
  },
};

export function setSource(load) {
  source = load;
}

export function isStarted() {
  return exportsOf !== undefined;
}

/** Starts the instance from bytes or a compiled module, unless there is one. */
export function start(module) {
  if (exportsOf !== undefined) return;
  checkHost();
  encoder = new TextEncoder();
  decoder = new TextDecoder();
  const started = glue.initSync({ module });
  kinds = new Map(JSON.parse(glue.call('kinds')).map((name, number) => [name, number]));
  scratch = glue.scratch();
  scratchSize = glue.scratchSize();
  exportsOf = started;
}

/** Calls the module. A trap leaves an instance in an unknown state, so the next call gets a new one. */
export function call(run) {
  if (exportsOf === undefined) source();
  try {
    return run(functions);
  } catch (error) {
    throw failed(error);
  }
}

function failed(error) {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
    exportsOf = undefined;
    memory = buffer = new Uint8Array(0);
    glue.reset();
  } else if (Array.isArray(error)) {
    const [code, message, field, findings] = error;
    const thrown = new OfframpError(code, message, field);
    if (findings !== '[]') thrown.findings = JSON.parse(findings);
    return thrown;
  }
  return error;
}

/** The number of a kind. */
export function kindNumber(name) {
  if (exportsOf === undefined) source();
  return kinds.get(name);
}

/** The instance's memory as bytes; views die when the memory grows. */
function bytes() {
  if (memory.length === 0) memory = new Uint8Array(exportsOf.memory.buffer);
  return memory;
}

/** The buffer. */
function room() {
  if (buffer.length === 0) buffer = bytes().subarray(scratch, scratch + scratchSize);
  return buffer;
}

/** Whether the text is a valid value of the kind of this number, or undefined where it is too long to ask so. */
export function isValidText(kind, text) {
  const length = text.length;
  const target = bytes();
  if (length > 256) return isValidLongText(kind, text);
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 127) return isValidLongText(kind, text);
    target[scratch + index] = unit;
  }
  return isValidScratch(kind, length);
}

function isValidLongText(kind, text) {
  if (text.length * 3 > scratchSize) return undefined;
  const { written } = encoder.encodeInto(text, room());
  return isValidScratch(kind, written);
}

function isValidScratch(kind, length) {
  try {
    return exportsOf.isValidScratch(kind, length) !== 0;
  } catch (error) {
    throw failed(error);
  }
}

/** The instance that numbers of kept things belong to. */
export function instance() {
  return exportsOf;
}

/** Views of so many bytes of the buffer, made once each. */
const views = [];

/** The lines of the fees on an amount by a kept schedule, or undefined where the long way is needed. */
export function feeLines(plan, amount) {
  if (plan.instance !== exportsOf || amount.length > 40) return undefined;
  const target = bytes();
  for (let index = 0; index < amount.length; index++) {
    const unit = amount.charCodeAt(index);
    if (unit > 127) return undefined;
    target[scratch + index] = unit;
  }
  let length;
  try {
    length = exportsOf.feesScratch(plan.number, amount.length);
  } catch (error) {
    throw failed(error);
  }
  if (length === 0) return undefined;
  const lines = bytes();
  let view = views[length];
  if (view?.buffer !== lines.buffer) view = views[length] = lines.subarray(scratch, scratch + length);
  return decoder.decode(view);
}

/** Hands bytes over in pieces that fit the buffer. */
export function eachPiece(all, take) {
  for (let at = 0; at < all.length; at += scratchSize) {
    const piece = all.subarray(at, at + scratchSize);
    bytes().set(piece, scratch);
    take(piece.length);
  }
}
