// The commands: what each takes, as its help says it, and what carries it out.

import { kinds } from 'offramp-core/workbook';
import { check } from './check.js';
import { destination, fields } from './destination.js';
import { explain } from './explain.js';
import { detect, validate } from './identifiers.js';
import { ROUNDING, SCHEDULE, fees, quote } from './money.js';
import { PAYMENT } from './payment.js';

/** Options that every command has. */
export const COMMON = [
  { name: 'json', about: 'Print JSON instead of text' },
  {
    name: 'color',
    value: 'WHEN',
    about: 'When to use colours: on a terminal, unless NO_COLOR is set, by default',
    values: ['auto', 'always', 'never'],
  },
  { name: 'help', short: 'h', about: 'Print help' },
];

const STRICTNESS = {
  name: 'strictness',
  value: 'STRICTNESS',
  about: 'How strictly to judge; compat accepts what the providers’ documents accept, with a warning',
  values: ['strict', 'compat'],
};
const failOn = (what) => ({
  name: 'fail-on',
  value: 'WHAT',
  about: `Also end with status 1 where ${what} undetermined, or there is a warning`,
  values: ['undetermined', 'warning'],
});
const only = (...names) => PAYMENT.filter(({ name }) => names.includes(name));
const MONEY = [
  { name: 'network', value: 'NETWORK', about: 'The network of a token, which may decide its decimals' },
  { name: 'provider', value: 'NAME', about: 'The provider, which may count the currency in fewer decimals' },
];

export const COMMANDS = {
  check: {
    about: 'Check a file of payouts, row by row',
    words: [
      {
        name: 'FILE',
        about:
          'A file, or - for standard input: a table of text, JSON objects, one a line or in an array, or a workbook; alone in a zip archive, or packed by gzip, it is unpacked',
      },
    ],
    options: [
      { name: 'sheet', value: 'NAME', about: 'The sheet of a workbook; the first visible one with cells by default' },
      { name: 'format', value: 'FORMAT', about: 'What to print', values: ['human', 'ndjson', 'json'] },
      { name: 'quiet', short: 'q', about: 'Print nothing: the exit status tells' },
      {
        name: 'fix',
        value: 'FILE',
        about: 'Write the file with what is suggested for its cells to this file, and check that',
      },
      { name: 'changes', value: 'FILE', about: 'Write what was changed in which row to this file, as CSV' },
      STRICTNESS,
      ...PAYMENT,
      {
        name: 'map',
        value: 'NAME=FIELD',
        about:
          "What a column means, such as 'Zu zahlen=amount'; nothing behind the sign for one that is not to be used",
        many: true,
      },
      { name: 'preset', value: 'NAME', about: 'The tool or bank whose template the file is, such as wise' },
      { name: 'currency', value: 'CODE', about: 'The currency of rows that name none' },
      { name: 'max-amount', value: 'AMOUNT', about: 'What a payment is at most: EUR=100.00, or 100.00', many: true },
      { name: 'max-total', value: 'AMOUNT', about: 'What all payments of a currency are at most', many: true },
      { name: 'limits', value: 'FILE', about: 'Limits on payments as JSON, or - for standard input' },
      { name: 'history', value: 'FILE', about: 'The payments that were made before, as JSON' },
      { name: 'now', value: 'TIME', about: 'When the payments are made, which limits count by (RFC 3339)' },
      { name: 'expect-rows', value: 'COUNT', about: 'How many rows the file has' },
      { name: 'expect-total', value: 'AMOUNT', about: 'What all payments of a currency come to', many: true },
      failOn('a row is'),
      { name: 'show', value: 'ROWS', about: 'How many rows with findings to show as text; 20 by default' },
    ],
    nativeOnly: ['--accepted', '--rejected', '--normalized', '--disarm', '--watch', '--data', '--threads'],
    examples: [
      'check payouts.csv',
      'check payouts.xlsx --sheet March --json',
      'check payouts.csv --fix fixed.csv --changes changes.csv',
      'check - --currency EUR --fail-on warning < payouts.ndjson',
    ],
    run: check,
  },
  validate: {
    about: 'Judge identifiers of one kind',
    words: [
      { name: 'KIND', about: () => `The kind of identifier: ${kinds().join(', ')}` },
      { name: 'TEXT', about: 'The texts to judge; - reads one a line from standard input' },
    ],
    most: Number.POSITIVE_INFINITY,
    options: [STRICTNESS, ...only('country', 'date'), failOn('a verdict is')],
    nativeOnly: ['--second-opinion'],
    examples: ["validate iban 'DE89 3704 0044 0532 0130 00'", 'validate phone 0712345678 --country KE --json'],
    run: validate,
  },
  detect: {
    about: 'Say what a text could be',
    words: [{ name: 'TEXT', about: 'The text; - reads one a line from standard input' }],
    options: [],
    examples: ['detect 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    run: detect,
  },
  explain: {
    about: 'Say what the code of a finding means, and what to do about it',
    words: [{ name: 'CODE', about: 'The codes of findings' }],
    most: Number.POSITIVE_INFINITY,
    options: [],
    examples: ['explain IBAN_CHECKSUM', 'explain FIELD_REQUIRED DUPLICATE_PAYMENT --json'],
    run: explain,
  },
  fields: {
    about: "Show the fields that a currency's destinations need",
    words: [{ name: 'CURRENCY', about: 'The currency’s code' }],
    options: [...PAYMENT, { name: 'json-schema', about: 'Print the JSON Schema (2020-12)' }],
    examples: ['fields KES', 'fields USD --rail bank --json-schema'],
    run: fields,
  },
  destination: {
    about: 'Judge the fields of one destination together',
    words: [
      { name: 'CURRENCY', about: 'The currency’s code' },
      { name: 'FIELD', about: 'The fields as NAME=VALUE, or - for a JSON object on standard input' },
    ],
    most: Number.POSITIVE_INFINITY,
    options: [...PAYMENT, STRICTNESS, failOn('the verdict is')],
    nativeOnly: ['--data'],
    examples: ["destination USD accountNumber=12345678 aba=021000021 'bankName=Chase'"],
    run: destination,
  },
  fees: {
    about: 'Compute the fees on an amount',
    words: [
      { name: 'AMOUNT', about: 'The amount, such as 1250.50' },
      { name: 'CURRENCY', about: 'The currency’s or token’s code' },
    ],
    options: [
      ...MONEY,
      { name: 'decimals', value: 'NUMBER', about: 'How many decimals the currency has there' },
      ...SCHEDULE,
    ],
    examples: ['fees 1250.50 EUR --percent 1.5 --fixed 0.30', 'fees 100 USDC --schedule schedule.json --json'],
    run: fees,
  },
  quote: {
    about: 'Compute what arrives, or what must be sent so that something arrives',
    words: [
      { name: 'AMOUNT', about: 'What is sent; with --target, what is to arrive' },
      { name: 'SOURCE', about: 'The currency or token that is sent' },
      { name: 'DESTINATION', about: 'The currency that arrives' },
    ],
    fewest: 0,
    options: [
      { name: 'rate', value: 'NUMBER', about: 'How much of the destination one unit of the source is worth' },
      ROUNDING,
      ...SCHEDULE,
      { name: 'fee-in-destination', about: 'Charge the fees in the currency that arrives' },
      { name: 'target', about: 'Say what must be sent so that the amount arrives' },
      ...MONEY,
      { name: 'reference-rate', value: 'NUMBER', about: 'A rate to hold the rate against' },
      { name: 'bearer', value: 'CODE', about: 'Who bears the charges of banks on the way: OUR, SHA or BEN' },
      { name: 'expires-at', value: 'TIME', about: 'When the quote expires (RFC 3339)' },
      { name: 'now', value: 'TIME', about: 'The time of the question (RFC 3339); the current time by default' },
      { name: 'request', value: 'FILE', about: 'The whole request as JSON, or - for standard input' },
    ],
    examples: ['quote 100 USDC EUR --rate 0.92 --percent 1', 'quote 500 USDC KES --rate 129.15 --target --json'],
    run: quote,
  },
};

/** Commands that the command of the crate has besides. */
export const NATIVE = [
  'list',
  'request',
  'parse',
  'webhook',
  'explain-signature',
  'classify',
  'next-status',
  'compute',
  'key',
  'mask',
  'providers',
  'limits',
  'settle',
  'business-day',
  'amount',
  'allocate',
  'data',
  'serve',
  'sandbox',
  'payout',
  'payments',
  'alarms',
  'webhooks',
  'completions',
  'man',
];
