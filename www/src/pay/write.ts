// A built request in the forms in which people pass requests on.

import type { BuiltRequest } from '../core';

/** As it goes over the wire. */
export function asHttp(request: BuiltRequest): string {
  const url = new URL(request.url);
  const lines = [`${request.method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)];
  const bytes = request.bodyBase64 === undefined ? '' : `(${atob(request.bodyBase64).length} bytes, not text)`;
  return `${lines.join('\n')}\n\n${request.body ?? bytes}`;
}

/** One word of a POSIX shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export function asCurl(request: BuiltRequest): string {
  const parts = [`curl --request ${request.method} ${quoted(request.url)}`, ...Object.entries(request.headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`)];
  // --data would drop line breaks
  if (request.body !== null) parts.push(`--data-binary ${quoted(request.body)}`);
  if (request.bodyBase64 === undefined) return parts.join(' \\\n  ');
  return `printf %s ${quoted(request.bodyBase64)} | base64 -d | ${[...parts, '--data-binary @-'].join(' \\\n  ')}`;
}

export function asFetch(request: BuiltRequest): string {
  const { method, headers, body, bodyBase64 } = request;
  if (bodyBase64 !== undefined) {
    const bytes = `Uint8Array.from(atob(${JSON.stringify(bodyBase64)}), (character) => character.charCodeAt(0))`;
    return `const body = ${bytes};\nawait fetch(${JSON.stringify(request.url)}, { body, ...${JSON.stringify({ method, headers }, null, 2)} });`;
  }
  const options = body === null ? { method, headers } : { method, headers, body };
  return `await fetch(${JSON.stringify(request.url)}, ${JSON.stringify(options, null, 2)});`;
}
