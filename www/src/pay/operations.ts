// The providers: their operations as JSON Schemas of the inputs, as the core tells them, and their credentials.

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
  secret?: boolean;
  /** An example makes a request visible at once; it opens nothing. */
  value: string;
}

interface Known {
  label: string;
  credentials: Credential[];
  /** The operation that takes a destination. */
  first: string;
}

const KNOWN: Record<Provider, Known> = {
  coinut: {
    label: 'Coinut',
    first: 'addBankAccount',
    credentials: [
      { name: 'apiKey', label: 'API key', value: 'demo_key' },
      { name: 'apiSecret', label: 'API secret', secret: true, value: 'demo_secret' },
      { name: 'baseUrl', label: 'Base URL', value: 'https://ramp.hexarails.ai' },
    ],
  },
  rahat: {
    label: 'Rahat',
    first: 'instantOfframp',
    credentials: [
      { name: 'url', label: 'URL', value: 'https://offramp.example.com' },
      { name: 'appId', label: 'App id', value: 'demo_app' },
      { name: 'accessToken', label: 'Access token', secret: true, value: 'demo_token' },
    ],
  },
  sentra: {
    label: 'Sentra',
    first: 'createQuote',
    credentials: [
      { name: 'baseUrl', label: 'Base URL', value: 'https://sentra.example.com' },
      { name: 'apiKey', label: 'API key', secret: true, value: 'demo_key' },
    ],
  },
  swiftpay: {
    label: 'SwiftPay',
    first: 'offRamp',
    credentials: [
      { name: 'baseUrl', label: 'Base URL', value: 'https://swiftpay.example.com' },
      { name: 'serviceId', label: 'Service id', value: 'demo_service' },
      { name: 'serviceSecret', label: 'Service secret', secret: true, value: 'demo_secret' },
      { name: 'userId', label: 'User id', value: 'user_1' },
    ],
  },
  unigox: {
    label: 'Unigox',
    first: 'createPaymentDetails',
    credentials: [
      { name: 'apiKey', label: 'API key', secret: true, value: 'demo_key' },
      { name: 'baseUrl', label: 'Base URL', value: 'https://api.unigox.com' },
    ],
  },
};

export interface ProviderInfo extends Known {
  name: Provider;
  operations: Operation[];
}

/** The providers, each with the operation in front that takes a destination. */
export function providers(): ProviderInfo[] {
  return (Object.keys(KNOWN) as Provider[]).map((name) => {
    const all = operations(name) as Operation[];
    const known = KNOWN[name];
    return { name, ...known, operations: [...all.filter((one) => one.name === known.first), ...all.filter((one) => one.name !== known.first)] };
  });
}
