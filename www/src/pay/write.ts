// A built request in the forms in which people pass requests on.

import type { BuiltRequest } from '../core';

/** As it goes over the wire. */
export function asHttp(request: BuiltRequest): string {
  const url = new URL(request.url);
  const lines = [`${request.method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)];
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
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export function asCurl(request: BuiltRequest): string {
  const parts = [`curl --request ${request.method} ${quoted(request.url)}`, ...Object.entries(request.headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`)];
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
