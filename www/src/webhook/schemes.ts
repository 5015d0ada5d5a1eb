// How each provider signs its deliveries, step by step.

import type { Provider } from '../core';
import { hmacBytes, hmacSha256, sha256 } from '../pay/canonical';

export interface Delivery {
  url: string;
  headers: Map<string, string>;
  body: string;
  secret: string;
}

export interface Scheme {
  id: string;
  label: string;
  provider: Provider;
  /** What the core is told besides the secret. */
  settings: { scheme?: 'standard-webhooks' | 'hex-hmac'; signatureHeader?: string };
  signature: string;
  timestamp: string | undefined;
  /** Headers that must be there. */
  headers: string[];
  /** Whether the address of the receiver is signed. */
  signsUrl: boolean;
  rule: string;
  signed(delivery: Delivery): Promise<string>;
  expected(delivery: Delivery, signed: string): Promise<string>;
}

const header = (delivery: Delivery, name: string): string => delivery.headers.get(name.toLowerCase()) ?? '';

function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

export const SCHEMES: Scheme[] = [
  {
    id: 'coinut',
    label: 'Coinut',
    provider: 'coinut',
    settings: {},
    signature: 'X-Signature',
    timestamp: 'X-Timestamp',
    headers: ['X-Signature', 'X-Timestamp', 'X-Nonce'],
    signsUrl: true,
    rule: 'Seven lines: POST, your host, your path, the query, the SHA-256 of the body, the time, the nonce.',
    async signed(delivery) {
      const rest = delivery.url.replace(/^[^:]*:\/\//, '');
      const at = rest.indexOf('/');
      const [host, target] = at < 0 ? [rest, ''] : [rest.slice(0, at), rest.slice(at)];
      const question = target.indexOf('?');
      const [path, query] = question < 0 ? [target, ''] : [target.slice(0, question), target.slice(question + 1)];
      const hash = delivery.body === '' ? '' : await sha256(delivery.body);
      return ['POST', host, path, query, hash, header(delivery, 'X-Timestamp'), header(delivery, 'X-Nonce')].join('\n');
    },
    expected: (delivery, signed) => hmacSha256(delivery.secret, signed),
  },
  {
    id: 'unigox',
    label: 'Unigox',
    provider: 'unigox',
    settings: {},
    signature: 'X-Unigox-Signature',
    timestamp: 'X-Unigox-Timestamp',
    headers: ['X-Unigox-Signature', 'X-Unigox-Timestamp'],
    signsUrl: false,
    rule: 'The time, a full stop and the body as it came in.',
    signed: async (delivery) => `${header(delivery, 'X-Unigox-Timestamp')}.${delivery.body}`,
    expected: async (delivery, signed) => `sha256=${await hmacSha256(delivery.secret, signed)}`,
  },
  {
    id: 'sentra-standard',
    label: 'Sentra, Standard Webhooks',
    provider: 'sentra',
    settings: { scheme: 'standard-webhooks' },
    signature: 'webhook-signature',
    timestamp: 'webhook-timestamp',
    headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    signsUrl: false,
    rule: 'The id, the time and the body as it came in, with full stops between them. The secret is Base64 after whsec_.',
    signed: async (delivery) => `${header(delivery, 'webhook-id')}.${header(delivery, 'webhook-timestamp')}.${delivery.body}`,
    expected: async (delivery, signed) => `v1,${base64(await hmacBytes(fromBase64(delivery.secret.replace(/^whsec_/, '')), signed))}`,
  },
  {
    id: 'sentra-hex',
    label: 'Sentra, HMAC of the body',
    provider: 'sentra',
    settings: { scheme: 'hex-hmac' },
    signature: 'X-Signature',
    timestamp: undefined,
    headers: ['X-Signature'],
    signsUrl: false,
    rule: 'The body as it came in. No time is signed, so that a delivery can be sent again by whoever has seen it.',
    signed: async (delivery) => delivery.body,
    expected: (delivery, signed) => hmacSha256(delivery.secret, signed),
  },
];

/** Headers as they are pasted: a line each, or a JSON object. Names in lower case. */
export function readHeaders(text: string): Map<string, string> {
  const found = new Map<string, string>();
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given === 'object' && given !== null) {
      for (const [name, value] of Object.entries(given)) found.set(name.toLowerCase(), String(value));
      return found;
    }
  } catch {
    // lines, then
  }
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':', 1);
    if (colon > 0) found.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return found;
}
