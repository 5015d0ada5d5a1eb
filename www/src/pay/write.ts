// A built request in the forms in which people pass requests on.

import type { BuiltRequest } from '../core';

/** As it goes over the wire. */
export function asHttp(request: BuiltRequest): string {
  const url = new URL(request.url);
  const lines = [
    `${request.method} ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const { body } = request;
  return `${lines.join('\n')}\n\n${body instanceof Uint8Array ? `(${body.length} bytes, not text)` : (body ?? '')}`;
}

/** Bytes as Base64, however many. */
function encoded(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** One word of a POSIX shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export function asCurl(request: BuiltRequest): string {
  const parts = [
    `curl --request ${request.method} ${quoted(request.url)}`,
    ...Object.entries(request.headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
  ];
  const { body } = request;
  // --data would drop line breaks
  if (typeof body === 'string') parts.push(`--data-binary ${quoted(body)}`);
  if (!(body instanceof Uint8Array)) return parts.join(' \\\n  ');
  return `printf %s ${quoted(encoded(body))} | base64 -d | ${[...parts, '--data-binary @-'].join(' \\\n  ')}`;
}

export function asFetch(request: BuiltRequest): string {
  const { method, headers, body } = request;
  if (body instanceof Uint8Array) {
    const bytes = `Uint8Array.from(atob(${JSON.stringify(encoded(body))}), (character) => character.charCodeAt(0))`;
    return `const body = ${bytes};\nawait fetch(${JSON.stringify(request.url)}, { body, ...${JSON.stringify({ method, headers }, null, 2)} });`;
  }
  const options = body === null ? { method, headers } : { method, headers, body };
  return `await fetch(${JSON.stringify(request.url)}, ${JSON.stringify(options, null, 2)});`;
}

/** A text as Python takes it as well as JavaScript. */
const text = (value: string): string => JSON.stringify(value);

export function asPython(request: BuiltRequest): string {
  const { method, url, headers, body } = request;
  const lines = ['import requests', ''];
  if (body instanceof Uint8Array) lines.unshift('import base64');
  const data =
    body instanceof Uint8Array
      ? `base64.b64decode(${text(encoded(body))})`
      : body === null
        ? undefined
        : `${text(body)}.encode()`;
  const given = Object.entries(headers).map(([name, value]) => `        ${text(name)}: ${text(value)},`);
  lines.push(
    'response = requests.request(',
    `    ${text(method)},`,
    `    ${text(url)},`,
    '    headers={',
    ...given,
    '    },',
  );
  // data, not json: the bytes that were signed are the bytes that are sent
  if (data !== undefined) lines.push(`    data=${data},`);
  lines.push('    timeout=30,', ')');
  return lines.join('\n');
}

/** A text as Rust writes it, whatever is in it. */
function raw(value: string): string {
  let marks = '#';
  while (value.includes(`"${marks}`)) marks += '#';
  return `r${marks}"${value}"${marks}`;
}

export interface Built {
  provider: string;
  operation: string;
  input: Record<string, unknown>;
  /** The names of the credentials that were given. */
  credentials: string[];
  now: string;
  nonce: string | undefined;
}

/** The name of the variable that holds a credential: `COINUT_API_KEY`. */
const variable = (provider: string, name: string): string =>
  `${provider}_${name.replace(/[A-Z]/g, '_$&')}`.toUpperCase();

/** The request as the crate builds it; the credentials come from the environment. */
export function asRust({ provider, operation, input, credentials, now, nonce }: Built): string {
  const given = credentials.map(
    (name) => `\n    .with(${text(name)}, std::env::var(${text(variable(provider, name))})?)`,
  );
  return `use offramp_core::provider::{Context, Credentials};
use offramp_core::{Json, Provider, api};

let credentials = Credentials::new()${given.join('')};
let mut context = Context::at(${text(now)}.parse()?);
${nonce === undefined ? '' : `context.nonce = Some(${text(nonce)}.to_owned());\n`}let input: Json = ${raw(JSON.stringify(input))}.parse()?;
let provider: Provider = ${text(provider)}.parse()?;
let request = api::build_request(provider, ${text(operation)}, &input, &credentials, &context)?;
// request.method(), request.url(), request.headers(), request.body(): send the body's bytes as they are`;
}

/** The request as the command builds it; the credentials come from the environment. */
export function asCommand({ provider, operation, input, credentials, now, nonce }: Built): string {
  const needed = credentials.map((name) => variable(provider, name)).join(', ');
  const parts = [`offramp request ${provider} ${operation}`, `--now ${now}`];
  if (nonce !== undefined) parts.push(`--nonce ${quoted(nonce)}`);
  if (Object.keys(input).length > 0) parts.push('--input -');
  const command = parts.join(' \\\n  ');
  const comment = needed === '' ? '' : `# the credentials: ${needed}\n`;
  const piped = Object.keys(input).length > 0 ? `printf %s ${quoted(JSON.stringify(input))} | ` : '';
  return comment + piped + command;
}
