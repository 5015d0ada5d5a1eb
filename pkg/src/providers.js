// The functions about providers: requests, answers, webhooks, orders.

import { bytes, headers, json, jsonOf, object, record, text } from './arguments.js';
import { decode } from './base64.js';
import descriptions from './descriptions.js';
import { OfframpError } from './error.js';
import { randomUuid } from './random.js';
import { call } from './runtime.js';
import { isLarge, withLarge } from './upload.js';

/** The same as `offramp providers --json`: most of it is for reading, so that it is no part of the module. */
export function providers() {
  return JSON.parse(descriptions);
}

export function buildRequest(provider, operation, input, credentials, context) {
  const name = text(provider, 'provider');
  const what = text(operation, 'operation');
  const nonce = record(context, 'context').nonce ?? randomUuid();
  const when = nonce === context.nonce ? context : { ...context, nonce };
  const build = (sent) => {
    const given = jsonOf([sent, credentials, when], ['input', 'credentials', 'context']);
    const request = JSON.parse(call((module) => module.buildRequest(name, what, given)));
    // what is no text is sent as bytes
    if (request.bodyBase64 !== undefined) request.body = decode(request.bodyBase64);
    return request;
  };
  return (isLarge(input?.document) && withLarge(input, build)) || build(input);
}

const ask = (run) => JSON.parse(call(run));

export function parseResponse(provider, operation, response) {
  const [name, what] = [text(provider, 'provider'), text(operation, 'operation')];
  const names = record(response, 'response').headers ?? {};
  const given = json({ ...response, headers: JSON.parse(headers(names, 'headers')) }, 'response');
  return ask((module) => module.parseResponse(name, what, given));
}

export function verifyWebhook(provider, settings, given, body, options) {
  const [name, how, when] = [text(provider, 'provider'), object(settings, 'settings'), object(options, 'options')];
  const [names, sent] = [headers(given, 'headers'), bytes(body, 'body')];
  return ask((module) => module.verifyWebhook(name, how, names, sent, when));
}

export function signWebhook(provider, settings, body, options) {
  const [name, how, when] = [text(provider, 'provider'), object(settings, 'settings'), record(options, 'options')];
  const given = json(when.nonce === undefined ? { ...when, nonce: randomUuid() } : when, 'options');
  const sent = text(body, 'body');
  return ask((module) => module.signWebhook(name, how, sent, given));
}

/** The text that bytes are; where they are none, a value that is refused wherever a body is signed. */
function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return false;
  }
}

export function explainSignature(provider, message, settings) {
  const [name, given] = [text(provider, 'provider'), record(message, 'message')];
  const sent = given.headers ? { ...given, headers: JSON.parse(headers(given.headers, 'headers')) } : { ...given };
  if (ArrayBuffer.isView(sent.body)) sent.body = textOf(sent.body);
  const [what, how] = [json(sent, 'message'), object(settings, 'settings')];
  return ask((module) => module.explainSignature(name, what, how));
}

export function nextStatus(provider, current, incoming) {
  const [name, next] = [text(provider, 'provider'), text(incoming, 'incoming')];
  const now = current === null || current === undefined ? '' : json(text(current, 'current'), 'current');
  return ask((module) => module.nextStatus(name, now, next));
}

export function classify(provider, operation, result, options) {
  const [name, what, how] = [text(provider, 'provider'), text(operation, 'operation'), json(options, 'options')];
  const given = record(result, 'result').headers
    ? { ...result, headers: JSON.parse(headers(result.headers, 'headers')) }
    : result;
  const outcome = json(given, 'result');
  return ask((module) => module.classify(name, what, outcome, how));
}

export function idempotencyKey(provider, operation, input, options) {
  const [name, what, how] = [text(provider, 'provider'), text(operation, 'operation'), json(options, 'options')];
  const given = json(input, 'input') || 'null';
  return ask((module) => module.idempotencyKey(name, what, given, how));
}

export function maskRequest(request) {
  const { body } = record(request, 'request');
  // bytes are masked as the text of theirs that is there besides
  const given = object(ArrayBuffer.isView(body) ? { ...request, body: null } : request, 'request');
  return ask((module) => module.maskRequest(given));
}

export function operations(provider) {
  const name = text(provider, 'provider');
  const found = providers().find((one) => one.name === name);
  if (found === undefined) throw new OfframpError('PROVIDER_UNKNOWN', 'no provider has this name', 'provider');
  return found.operations;
}

export function compute(provider, name, input) {
  const [who, what, given] = [text(provider, 'provider'), text(name, 'name'), json(input, 'input') || 'null'];
  return ask((module) => module.compute(who, what, given));
}
