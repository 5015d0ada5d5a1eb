// The providers: their operations as JSON Schemas of the inputs, as the core tells them, and their credentials.

import CREDENTIALS from '../../../docs/credentials.json';
import { operations, type OperationInfo, type Provider } from '../core';

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
  /** An example makes a request visible at once; it opens nothing. */
  value: string;
}

export interface ProviderInfo {
  name: Provider;
  label: string;
  credentials: Credential[];
  operations: Operation[];
}

/** The operation that takes a destination, which stands in front; elsewhere it is the first of the list. */
const FRONT: Partial<Record<Provider, string>> = {
  coinut: 'addBankAccount',
  rahat: 'instantOfframp',
  sentra: 'createQuote',
  swiftpay: 'offRamp',
  unigox: 'createPaymentDetails',
};

const WORDS: Record<string, string> = { api: 'API', url: 'URL', swiftpay: 'SwiftPay' };

/** `apiKey` as people read it. */
function label(name: string): string {
  const words = name.split(/(?=[A-Z])/).map((word) => WORDS[word.toLowerCase()] ?? word.toLowerCase());
  return words.join(' ').replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function example(provider: string, name: string): string {
  return /url$/i.test(name) ? `https://${provider}.example.com` : `demo_${name.replace(/^.*(?=[A-Z])/, '').toLowerCase()}`;
}

/** The providers, each with the operation in front that takes a destination. */
export function providers(): ProviderInfo[] {
  return Object.entries(CREDENTIALS).map(([key, credentials]) => {
    const name = key as Provider;
    const isFront = (one: Operation) => one.name === FRONT[name];
    return {
      name,
      label: label(name),
      credentials: credentials.map((one: { name: string; needed: boolean; default?: string }) => ({
        name: one.name,
        label: label(one.name),
        secret: /(key|secret|token)$/i.test(one.name),
        value: one.default ?? (one.needed ? example(name, one.name) : ''),
      })),
      operations: (operations(name) as Operation[]).sort((a, b) => Number(isFront(b)) - Number(isFront(a))),
    };
  });
}
