// A built request in the forms in which people pass requests on.

import type { BuiltRequest } from '../core';

/** As it goes over the wire. */
export function asHttp(request: BuiltRequest): string {
  const url = new URL(request.url);
  const lines = [`${request.method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)];
  return `${lines.join('\n')}\n\n${request.body ?? ''}`;
}

/** One word of a POSIX shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export function asCurl(request: BuiltRequest): string {
  const parts = [`curl --request ${request.method} ${quoted(request.url)}`, ...Object.entries(request.headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`)];
  // --data would drop line breaks
  if (request.body !== null) parts.push(`--data-binary ${quoted(request.body)}`);
  return parts.join(' \\\n  ');
}

export function asFetch(request: BuiltRequest): string {
  const { method, headers, body } = request;
  const options = body === null ? { method, headers } : { method, headers, body };
  return `await fetch(${JSON.stringify(request.url)}, ${JSON.stringify(options, null, 2)});`;
}
