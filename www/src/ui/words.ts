// What kinds, parts and rails are called.

import type { Kind, Rail, Verdict } from '../core';

export const KINDS: Record<Kind, string> = {
  iban: 'IBAN',
  bic: 'BIC (SWIFT code)',
  aba: 'US routing number (ABA)',
  sortCode: 'UK sort code',
  bsb: 'Australian BSB',
  caTransit: 'Canadian institution and transit number',
  ifsc: 'Indian IFSC',
  vpa: 'UPI address',
  phone: 'Phone number',
  evmAddress: 'Ethereum or EVM address',
  tronAddress: 'TRON address',
  stellarAddress: 'Stellar address',
  solanaAddress: 'Solana address',
  bitcoinAddress: 'Bitcoin address',
  evmTxHash: 'EVM transaction hash',
  tronTxHash: 'TRON transaction hash',
  stellarTxHash: 'Stellar transaction hash',
  accountNumber: 'Account number',
};

export const PARTS: Record<string, string> = {
  country: 'Country',
  checkDigits: 'Check digits',
  bban: 'Domestic number (BBAN)',
  bank: 'Bank',
  branch: 'Branch',
  institution: 'Institution',
  location: 'Location',
  transit: 'Transit number',
  calling: 'Calling code',
  number: 'Number',
  Account: 'Account',
  type: 'Type',
  memo: 'Memo',
  name: 'Name',
  handle: 'Handle',
};

export const RAILS: Record<Rail, string> = {
  bank: 'Bank account',
  vpa: 'UPI',
  mobile_money: 'Mobile money',
  proxy: 'Alias',
  card: 'Card',
  cash: 'Cash',
  crypto: 'Token on a chain',
};

/** Fields and columns, in the order in which they are offered. */
export const FIELDS: Record<string, string> = {
  reference: 'Reference',
  amount: 'Amount',
  currency: 'Currency',
  country: 'Country',
  rail: 'Rail',
  accountName: 'Account holder',
  iban: 'IBAN',
  swift: 'BIC (SWIFT code)',
  accountNumber: 'Account number',
  bankName: 'Bank',
  bankAddress: 'Bank’s address',
  aba: 'Routing number (ABA)',
  sortCode: 'Sort code',
  bsb: 'BSB',
  institutionNumber: 'Institution number',
  transit: 'Transit number',
  ifsc: 'IFSC',
  vpa: 'UPI address (VPA)',
  phone: 'Phone number',
  mobileProvider: 'Mobile money service',
  clabe: 'CLABE',
  cbu: 'CBU or CVU',
  cci: 'CCI',
  pixKey: 'Pix key',
  proxyId: 'Alias of the account',
  cardNumber: 'Card number',
  till: 'Till number',
  paybill: 'Paybill number',
  address: 'Address on the chain',
  network: 'Network',
  memo: 'Memo',
  transactionHash: 'Transaction hash',
};

/** Letters that stay capitals in a name. */
const CAPITALS = new Set([
  'IBAN',
  'BIC',
  'ABA',
  'BSB',
  'IFSC',
  'VPA',
  'EVM',
  'UK',
  'CA',
  'SEPA',
  'UTF8',
  'UTF16',
  'QR',
  'SGD',
  'TRON',
  'UUID',
]);

/** A code as people read it: `IBAN_CHECKSUM` is `IBAN checksum`. */
export function codeName(code: string): string {
  const words = code.split('_').map((word) => (CAPITALS.has(word) ? word : word.toLowerCase()));
  return words.join(' ').replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

export const VERDICTS: Record<Verdict, string> = {
  valid: 'Valid',
  invalid: 'Not valid',
  undetermined: 'Cannot be fully judged',
};

/** A payment scheme as people write it: `SEPA INSTANT`. */
export const schemeName = (scheme: string): string => scheme.toUpperCase().replaceAll('_', ' ');

/** Begins with a capital. */
export const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `1 row`, `2 rows`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** A decimal text with separators between thousands; no digit is lost. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}
