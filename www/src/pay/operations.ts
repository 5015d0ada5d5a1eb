// The operations of the providers, as JSON Schemas of their inputs.

import type { Provider } from '../core';

export interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  format?: string;
  maxLength?: number;
  examples?: unknown[];
}

export interface Operation {
  name: string;
  summary: string;
  input: Schema;
}

const text = (description: string): Schema => ({ type: 'string', description });
const object = (properties: Record<string, Schema>, required: string[]): Schema => ({ type: 'object', properties, required, additionalProperties: false });

const COINUT: Operation[] = [
  {
    name: 'addBankAccount',
    summary: 'Adds the account that money is paid out to.',
    input: object(
      {
        customerId: text('From createCustomer.'),
        currency: { enum: ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'SGD'], description: 'The currency of the account.' },
        bankName: text("The bank's name as it calls itself."),
        accountNo: text('The account number.'),
        iban: text('EUR and GBP.'),
        swift: text('The BIC: USD, EUR, GBP and SGD.'),
        aba: text('The routing number: USD.'),
        bsb: text('AUD.'),
        sortCode: text('GBP.'),
        institutionNumber: text('CAD.'),
        transit: text('CAD.'),
        accountName: text("The holder's name as the bank knows it."),
        bankAddress: text('USD, EUR and SGD.'),
      },
      ['customerId', 'currency', 'bankName'],
    ),
  },
  {
    name: 'createCustomer',
    summary: 'Creates the customer who sends tokens.',
    input: object({ name: text("The customer's full name."), email: { ...text("The customer's e-mail address."), format: 'email' }, externalId: text('Your own id of the customer.') }, ['name', 'email']),
  },
  {
    name: 'createOfframpFlow',
    summary: 'Links tokens that arrive at a deposit address to a payment to the bank account.',
    input: object(
      {
        from: {
          ...object({ customerId: text('From createCustomer.'), currency: { enum: ['USDT', 'USDC'], description: 'The token.' }, network: { enum: ['ETH', 'TRX', 'MATIC'], description: 'The network it is sent on.' } }, ['customerId', 'currency', 'network']),
          description: 'Where the tokens come from.',
        },
        to: text('The bankAccountId from addBankAccount.'),
      },
      ['from', 'to'],
    ),
  },
  { name: 'getDepositAddress', summary: 'Asks for the deposit address.', input: object({}, []) },
];

/** What requests of a provider are authorised with. */
export interface Credential {
  name: string;
  label: string;
  secret: boolean;
  value: string;
}

export interface ProviderInfo {
  name: Provider;
  label: string;
  operations: Operation[];
  credentials: Credential[];
}

/** The example values make a request visible at once; they open nothing. */
export const PROVIDERS: ProviderInfo[] = [
  {
    name: 'coinut',
    label: 'Coinut',
    operations: COINUT,
    credentials: [
      { name: 'apiKey', label: 'API key', secret: false, value: 'demo_key' },
      { name: 'apiSecret', label: 'API secret', secret: true, value: 'demo_secret' },
      { name: 'baseUrl', label: 'Base URL', secret: false, value: 'https://ramp.hexarails.ai' },
    ],
  },
];
