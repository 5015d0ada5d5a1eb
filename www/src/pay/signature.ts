// The steps of a signature, as the core tells them: what is signed, part by part, and what comes of it.

import type { SignatureSteps } from '../core';

const PARTS: Record<string, string> = {
  method: 'Method',
  host: 'Host',
  path: 'Path',
  query: 'Query',
  body: 'Body, as it is sent',
  bodySha256: 'SHA-256 of the body',
};

/** A part as people read it; `header:NAME` is the header's value. */
export function partLabel(name: string): string {
  return PARTS[name] ?? name.replace('header:', '');
}

const JOINTS: Record<string, string> = { '\n': 'with line feeds in between', '.': 'with full stops in between' };

/** How the parts are put together, in a sentence. */
export function joint({ parts, separator }: { parts: unknown[]; separator: string }): string {
  if (parts.length === 1) return 'Nothing else is signed.';
  return `Joined ${JOINTS[separator] ?? 'without anything in between'}.`;
}

/** What is done with the string to sign, in a sentence. */
export function computation({ algorithm, encoding, secretEncoding }: SignatureSteps): string {
  const key = secretEncoding === 'base64' ? 'the secret, which is Base64 after whsec_' : 'the secret';
  return `${algorithm} with ${key}, as ${encoding === 'hex' ? 'hexadecimal' : 'Base64'}`;
}
