// What can be paid: asked of the core, so that a new row in its table appears here by itself.

import { bankAccountFields, corridors, OfframpError, type Rail } from '../core';

/** Those that are asked for most come first. */
const FIRST = ['EUR', 'USD', 'GBP'];

export interface Currency {
  code: string;
  name: string;
  rails: Rail[];
  /** The countries that it is paid out in; none where that is any. */
  countries: string[];
}

const isPaidTo = (code: string, country: string): boolean => {
  try {
    bankAccountFields(code, { country });
    return true;
  } catch (error) {
    if (error instanceof OfframpError) return false;
    throw error;
  }
};

export function currencies(): Currency[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const found = new Map<string, Currency>();
  for (const { currency: code, rail, countries: paidTo } of corridors()) {
    const one = found.get(code) ?? { code, name: rail === 'crypto' ? 'token' : (names.of(code) ?? code), rails: [], countries: paidTo };
    if (!one.rails.includes(rail)) one.rails.push(rail);
    one.countries = one.countries.length === 0 || paidTo.length === 0 ? [] : [...new Set([...one.countries, ...paidTo])];
    found.set(code, one);
  }
  const rank = ({ code }: Currency) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  const isToken = ({ rails }: Currency) => Number(rails.includes('crypto'));
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || isToken(a) - isToken(b) || (a.code < b.code ? -1 : 1));
}

export interface Country {
  code: string;
  name: string;
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The countries that a currency can be paid to, by name. */
export function countries(currency: Currency): Country[] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const pairs = currency.countries.length > 0 ? currency.countries : LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
  return pairs
    .map((code) => ({ code, name: names.of(code) }))
    .filter((country): country is Country => country.name !== undefined && isPaidTo(currency.code, country.code))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
