// What can be paid: asked of the core, so that a new row in its table appears here by itself.

import { bankAccountFields, OfframpError, type Rail } from '../core';

const RAILS: readonly Rail[] = ['bank', 'vpa', 'mobile_money', 'crypto'];
/** Tokens are no currencies of the browser's list. */
const TOKENS = ['USDT', 'USDC'];
/** Those that are asked for most come first. */
const FIRST = ['EUR', 'USD', 'GBP'];

export interface Currency {
  code: string;
  name: string;
  rails: Rail[];
  /** The country, where it is paid out in one only. */
  country: string | undefined;
}

function known(code: string, options?: { rail?: Rail; country?: string }): ReturnType<typeof bankAccountFields> | undefined {
  try {
    return bankAccountFields(code, options);
  } catch (error) {
    if (error instanceof OfframpError) return undefined;
    throw error;
  }
}

export function currencies(): Currency[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const found: Currency[] = [];
  for (const code of [...Intl.supportedValuesOf('currency'), ...TOKENS]) {
    const first = known(code);
    if (!first) continue;
    const rails = RAILS.filter((rail) => known(code, { rail }));
    found.push({ code, name: TOKENS.includes(code) ? 'token' : (names.of(code) ?? code), rails, country: first.country });
  }
  const rank = ({ code }: Currency) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  return found.sort((a, b) => rank(a) - rank(b) || Number(TOKENS.includes(a.code)) - Number(TOKENS.includes(b.code)) || (a.code < b.code ? -1 : 1));
}

export interface Country {
  code: string;
  name: string;
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The countries that a currency can be paid to, by name. */
export function countries(currency: Currency): Country[] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const pairs = currency.country ? [currency.country] : LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
  return pairs
    .map((code) => ({ code, name: names.of(code) }))
    .filter((country): country is Country => country.name !== undefined && known(currency.code, { country: country.code }) !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
