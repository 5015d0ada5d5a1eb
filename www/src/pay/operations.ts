// The providers as forms take them: labels and examples for what the core's descriptions name.

import { providers as descriptions, type OperationInfo, type ProviderDescription } from '../core';

/** As much of JSON Schema as the inputs use. */
export interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}

export interface Operation extends OperationInfo {
  input: Schema & OperationInfo['input'];
}

/** What requests of a provider are authorised with. */
export interface Credential {
  name: string;
  label: string;
  secret: boolean;
  /** Whether it need not be given. */
  hasDefault: boolean;
  /** An example makes a request visible at once; it opens nothing. */
  value: string;
}

export interface ProviderInfo extends Omit<ProviderDescription, 'credentials' | 'operations'> {
  credentials: Credential[];
  operations: Operation[];
}

const WORDS: Record<string, string> = { api: 'API', url: 'URL' };

/** `apiKey` as people read it. */
function label(name: string): string {
  const words = name.split(/(?=[A-Z])/).map((word) => WORDS[word.toLowerCase()] ?? word.toLowerCase());
  return words.join(' ').replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function example(provider: string, name: string): string {
  return /url$/i.test(name)
    ? `https://${provider}.example.com`
    : `demo_${name.replace(/^.*(?=[A-Z])/, '').toLowerCase()}`;
}

/** The providers, each with the operation in front that takes a destination. */
export function providers(): ProviderInfo[] {
  return descriptions().map((provider) => {
    const isFront = (one: Operation) => one.name === provider.destinationOperation;
    return {
      ...provider,
      credentials: provider.credentials.map((one) => ({
        name: one.name,
        label: label(one.name),
        hasDefault: one.default !== undefined,
        secret: /(key|secret|token)$/i.test(one.name),
        value: one.default ?? (one.needed ? example(provider.name, one.name) : ''),
      })),
      operations: (provider.operations as Operation[]).sort((a, b) => Number(isFront(b)) - Number(isFront(a))),
    };
  });
}
