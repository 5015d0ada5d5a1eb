// The ways in which providers sign their deliveries, as their descriptions name them.

import { providers, type Provider, type SignatureInfo } from '../core';

/** A delivery as it is typed in. */
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
  settings: { scheme?: NonNullable<SignatureInfo['scheme']> };
  signature: SignatureInfo;
  /** Headers that must be there. */
  headers: string[];
  /** Whether the address of the receiver is signed. */
  signsUrl: boolean;
  /** The body of a delivery, as an example. */
  example: string;
  /** A secret that is written as this way wants it. */
  exampleSecret: string;
}

const NAMES: Record<string, string> = { 'standard-webhooks': 'Standard Webhooks', 'hex-hmac': 'HMAC of the body' };

/** Every way of every provider. */
export function schemes(): Scheme[] {
  return providers().flatMap((provider) =>
    provider.signatures.webhooks.map((signature) => ({
      id: signature.scheme ? `${provider.name}-${signature.scheme}` : provider.name,
      label: signature.scheme ? `${provider.title}, ${NAMES[signature.scheme] ?? signature.scheme}` : provider.title,
      provider: provider.name,
      settings: signature.scheme ? { scheme: signature.scheme } : {},
      signature,
      headers: [signature.header, signature.timestampHeader, signature.nonceHeader].filter(
        (name) => name !== undefined,
      ),
      signsUrl: signature.parts.some((part) => ['host', 'path', 'query'].includes(part)),
      example: provider.eventExample ?? '{}',
      exampleSecret: signature.secretEncoding === 'base64' ? 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' : 'demo_secret',
    })),
  );
}

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
