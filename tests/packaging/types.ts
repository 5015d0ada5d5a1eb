// What the declarations promise. Compiled by the packaging test; a line that stops holding fails there.

import {
  OfframpError,
  computeFees,
  parseResponse,
  verifyWebhook,
  buildRequest,
  checkCsv,
  createCsvChecker,
  detect,
  isValid,
  validate,
  validateBankAccount,
  bankAccountFields,
  compute,
  explainSignature,
  providers,
  signWebhook,
} from 'offramp-core';
import type { Finding, FindingCode, Kind, Verdict } from 'offramp-core';
import * as offramp from 'offramp-core';
import * as slim from 'offramp-core/slim';
import { checkFile, fixFile, unpackFile } from 'offramp-core/workbook';
import type { FileChange } from 'offramp-core/workbook';
import { createClient } from 'offramp-core/client';
import { bankAccountForm, formatAsTyped, loadMessages } from 'offramp-core/form';
import type { FormFinding, Messages } from 'offramp-core/form';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { bankAccount, iban } from 'offramp-core/schema';
import { messages as nepali } from 'offramp-core/form/messages/ne';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

const report = validate('iban', 'DE89 3704 0044 0532 0130 00', { strictness: 'compat' });
holds<Equal<typeof report.verdict, Verdict>>();
const country: string | undefined = report.value?.country;
const bank: string | undefined = report.value?.bank;
// @ts-expect-error an IBAN has no handle
report.value?.handle;
// @ts-expect-error no such kind
validate('ibam', '');
// @ts-expect-error no such strictness
validate('iban', '', { strictness: 'lax' });
const yes: boolean = isValid('bic', 'COBADEFF');

const finding: Finding | undefined = report.findings[0];
const code: FindingCode | undefined = finding?.code;
const kinds: Kind[] = detect('021000021').map((candidate) => candidate.kind);

const account = validateBankAccount('EUR', { iban: 'DE89', bic: 5 }, { rail: 'bank' });
const normalized: string | undefined = account.normalized.iban;
const groups: string[][] = bankAccountFields('USD').anyOf;

const request = buildRequest(
  'coinut',
  'createCustomer',
  { name: 'John Doe', email: 'john@example.com' },
  { apiKey: 'key', apiSecret: 'secret' },
  { now: '2024-06-09T07:00:00Z' },
);
const sent: RequestInit = request;
// @ts-expect-error the address of mail is missing
buildRequest('coinut', 'createCustomer', { name: 'John Doe' }, { apiKey: 'key', apiSecret: 'secret' }, { now: '' });
// @ts-expect-error the secret is missing
buildRequest('coinut', 'createCustomer', { name: '', email: '' }, { apiKey: 'key' }, { now: '2024-06-09T07:00:00Z' });
// @ts-expect-error no such provider
buildRequest('coinbase', 'createCustomer', {}, { apiKey: 'key', apiSecret: 'secret' }, { now: '2024-06-09T07:00:00Z' });

// what members want of each other is part of the type of an input
const usd = { customerId: 'c', bankName: 'b', accountNo: '1' };
const coinut = { apiKey: 'key', apiSecret: 'secret' };
buildRequest('coinut', 'addBankAccount', { ...usd, currency: 'USD', aba: '021000021' }, coinut, { now: '' });
// @ts-expect-error neither a routing number nor a BIC
buildRequest('coinut', 'addBankAccount', { ...usd, currency: 'USD' }, coinut, { now: '' });
const pair = { crypto_currency: 'USDT', fiat_currency: 'NGN' };
buildRequest('unigox', 'estimate', { ...pair, crypto_amount: '1' }, { apiKey: 'key' }, { now: '' });
// @ts-expect-error two amounts
buildRequest('unigox', 'estimate', { ...pair, crypto_amount: '1', fiat_amount: '1' }, { apiKey: 'key' }, { now: '' });

const sentra = { baseUrl: 'https://api.example.com', apiKey: 'sk_test_key' };
// @ts-expect-error no such operation of sentra
buildRequest('sentra', 'createCustomer', {}, sentra, { now: '' });
const answer = parseResponse('sentra', 'createQuote', { status: 200, headers: new Headers(), body: '{}' });
if (answer.outcome === 'refused') holds<Equal<typeof answer.code, string>>();
if (answer.outcome === 'accepted') holds<Equal<typeof answer.values.id, string | number>>();

// what answers say fits the next request, and the two ids of a user are of two types
const [partner, at] = [{ apiKey: 'key' }, { now: '2024-06-09T07:00:00Z', rails: { data: { rails: [] } } }];
const user = parseResponse('unigox', 'createUser', { status: 201, body: '{}' });
const details = parseResponse('unigox', 'createPaymentDetails', { status: 201, body: '{}' });
if (user.outcome === 'accepted' && details.outcome === 'accepted') {
  const paid = {
    payment_details_id: details.values.id,
    crypto_currency: 'USDT',
    crypto_amount: '100.00',
    fiat_currency: 'NGN',
  };
  buildRequest('unigox', 'quote', { ...paid, user_id: user.values.internal_id }, partner, at);
  buildRequest('unigox', 'getUser', { id: user.values.id }, partner, at);
  // @ts-expect-error a quote takes the number
  buildRequest('unigox', 'quote', { ...paid, user_id: user.values.id }, partner, at);
  // @ts-expect-error a path takes the UUID
  buildRequest('unigox', 'getUser', { id: user.values.internal_id }, partner, at);
}
const event = verifyWebhook('unigox', { secret: 's' }, new Headers(), '{}', { now: '2024-06-09T07:00:00Z' });
const fees: string = computeFees({
  amount: '100',
  currency: 'USD',
  schedule: { parts: [{ name: 'a', percent: '1', rounding: 'halfUp' }], charge: 'deducted' },
}).fee;
computeFees({
  amount: '100',
  currency: 'USD',
  // @ts-expect-error no such rounding
  schedule: { parts: [{ name: 'a', percent: '1', rounding: 'nearest' }], charge: 'deducted' },
});

const file = checkCsv(new Uint8Array(), { rows: 'findings', duplicates: false });
const amounts: string[] = file.summary.totals.map((total) => total.amount);
const rows: number = createCsvChecker().push(new ArrayBuffer(1)).length;

const sheets: number = checkFile(new Uint8Array(), { sheet: 'Payouts', maxUnpacked: 1e9, rows: 'none' }).summary.rows;
const changes: FileChange[] = fixFile(new ArrayBuffer(1)).changes;
const fixedBytes: Uint8Array = fixFile('').bytes;
const unpackedBytes: Uint8Array = unpackFile(fixedBytes, { sheet: 'Payouts' }).bytes;
// @ts-expect-error no such option
fixFile('', { sheets: 'Payouts' });

const german: Promise<Messages> = loadMessages('de');
const negotiated: Promise<Messages> = loadMessages(['fr-CA', 'en'] as const);
const form = bankAccountForm(offramp, 'EUR', { messages: nepali, country: 'DE', strictness: 'compat' });
const label: string | undefined = form.fields[0]?.label;
const wrong: FormFinding[] | undefined = form.check({ iban: 'DE89' }).byField.iban;
const caret: number = formatAsTyped('iban', 'de89', 4).caret;
bankAccountForm(slim, 'EUR');
bankAccountForm({ bankAccountFields, validateBankAccount }, 'EUR');
form.input('iban', new Event('input'));
// @ts-expect-error the functions of the package are missing
bankAccountForm('EUR');
// @ts-expect-error no such option
bankAccountForm(offramp, 'EUR', { language: 'de' });
// @ts-expect-error values are texts
form.check({ iban: 5 });
const started: Promise<void> = slim.init(new URL('https://example.com/offramp.wasm'));

try {
  validate('iban', '');
} catch (error) {
  if (error instanceof OfframpError) {
    holds<Equal<typeof error.name, 'OfframpError'>>();
    if (error.code === 'KIND_UNKNOWN') throw new Error(error.field, { cause: error.findings });
  }
}

export {
  changes,
  event,
  fees,
  fixedBytes,
  unpackedBytes,
  sheets,
  account,
  amounts,
  bank,
  caret,
  code,
  country,
  german,
  negotiated,
  label,
  started,
  wrong,
  groups,
  kinds,
  normalized,
  rows,
  sent,
  yes,
};

compute('unigox', 'allowedActions', { status: 'created' });
// @ts-expect-error there is no such computation
compute('rahat', 'no such computation', 42);
// @ts-expect-error its input is an object
compute('unigox', 'allowedActions', 42);
export const described: string[] = providers().map(({ name, title }) => `${name}: ${title}`);
export const toSign: string | undefined = explainSignature('coinut', request, { secret: 's' })?.stringToSign;
export const delivered: Record<string, string> = signWebhook('unigox', { secret: 's' }, '{}', {
  now: '2024-06-09T07:00:00Z',
});

const api = createClient('sentra', sentra, {
  retry: { maxAttempts: 2, jitter: true },
  now: () => new Date(),
  nonce: () => 'n',
  signal: AbortSignal.timeout(1),
});
export async function pay() {
  const reply = await api.createTransfer(
    { recipientId: 'r', quoteId: 'q', bankAccountId: 'b', fromAddress: '0x', paymentReason: 'R' },
    { inquiry: { userId: 'u' } },
  );
  if (reply.outcome === 'accepted') holds<Equal<typeof reply.values.id, string | number>>();
  if (reply.outcome === 'unknown') holds<Equal<typeof reply.code, string>>();
  if (reply.outcome === 'unavailable') holds<Equal<typeof reply.retryAfterMs, number | null>>();
  const attempts: number = reply.attempts;
  await api.call('getPayment', { id: 'p' });
  await createClient('swiftpay', { baseUrl: '', serviceId: '', serviceSecret: '', userId: '' }).health();
  // @ts-expect-error no such operation of sentra
  await api.createCustomer({});
  // @ts-expect-error the quote is missing
  await api.createTransfer({ recipientId: 'r' });
  return attempts;
}
// @ts-expect-error the key is missing
createClient('sentra', { baseUrl: '' });
// @ts-expect-error no such option
createClient('sentra', sentra, { retries: 3 });

// schemas are those of the specification, with its ways to tell types
const electronic: StandardSchemaV1<string, string> = iban({ country: 'DE', failOn: 'undetermined' });
const destination: StandardSchemaV1<Record<string, unknown>, Record<string, string>> = bankAccount('EUR', {
  rail: 'bank',
});
const written: string = {} as StandardSchemaV1.InferOutput<typeof electronic>;
const answered = iban({ message: ({ code }) => code })['~standard'].validate(written);
if (answered.issues) answered.issues[0]?.code satisfies FindingCode | undefined;
else answered.value satisfies string;
// @ts-expect-error there is no such word
iban({ failOn: 'info' });
void destination;
