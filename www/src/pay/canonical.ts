// What is signed and how, worked out once more in the page beside the core, so that each step can be seen.

import type { BuiltRequest, Provider } from '../core';

const encoder = new TextEncoder();

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

export async function hmacSha256(secret: string | Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  return hex(await hmacBytes(secret, text));
}

export async function hmacBytes(secret: string | Uint8Array<ArrayBuffer>, text: string): Promise<ArrayBuffer> {
  const bytes = typeof secret === 'string' ? encoder.encode(secret) : secret;
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return crypto.subtle.sign('HMAC', key, encoder.encode(text));
}

/** One line of what is signed. */
export interface Line {
  name: string;
  value: string;
}

export interface Signing {
  lines: Line[];
  /** The lines, joined: exactly what is signed. */
  text: string;
  signature: string;
  /** The header that carries it. */
  header: string;
}

/** Method, host, path, query, hash of the body, time, nonce: seven lines. */
async function coinut(request: BuiltRequest, secret: string): Promise<Signing> {
  const url = new URL(request.url);
  const lines = [
    { name: 'Method', value: request.method },
    { name: 'Host', value: url.host },
    { name: 'Path', value: url.pathname },
    { name: 'Query', value: url.search.slice(1) },
    { name: 'SHA-256 of the body', value: request.body === null ? '' : await sha256(request.body) },
    { name: 'Time, in seconds', value: request.headers['X-Timestamp'] ?? '' },
    { name: 'Nonce', value: request.headers['X-Nonce'] ?? '' },
  ];
  const text = lines.map((line) => line.value).join('\n');
  return { lines, text, signature: await hmacSha256(secret, text), header: 'X-Signature' };
}

const SIGNED: Partial<Record<string, (request: BuiltRequest, secret: string) => Promise<Signing>>> = { coinut };

/** The steps of a signature; nothing where the provider's requests are not signed. */
export async function signing(provider: Provider, request: BuiltRequest, secret: string): Promise<Signing | undefined> {
  return SIGNED[provider]?.(request, secret);
}

/** Browsers keep cryptography to pages that came over TLS or from this machine. */
export const canSign = (): boolean => globalThis.crypto?.subtle !== undefined;
