// What can be paid: as the core lists it, so that a new row in its table appears here by itself.

import { corridors, type CorridorInfo, type Rail } from '../core';
import { language } from '../ui/language';

/** Those that are asked for most come first. */
const FIRST = ['EUR', 'USD', 'GBP'];

export interface Currency {
  code: string;
  name: string;
  rails: Rail[];
  /** The countries that it is paid out in; none where that is any. */
  countries: string[];
}

const all = (): CorridorInfo[] => (known ??= corridors());
let known: CorridorInfo[] | undefined;

export function currencies(): Currency[] {
  const names = new Intl.DisplayNames(language(), { type: 'currency' });
  const found = new Map<string, Currency>();
  for (const { currency: code, rail, countries: paidTo } of all()) {
    const one = found.get(code) ?? {
      code,
      name: rail === 'crypto' ? 'token' : (names.of(code) ?? code),
      rails: [],
      countries: paidTo,
    };
    if (!one.rails.includes(rail)) one.rails.push(rail);
    one.countries =
      one.countries.length === 0 || paidTo.length === 0 ? [] : [...new Set([...one.countries, ...paidTo])];
    found.set(code, one);
  }
  const rank = ({ code }: Currency) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  const isToken = ({ rails }: Currency) => Number(rails.includes('crypto'));
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || isToken(a) - isToken(b) || (a.code < b.code ? -1 : 1));
}

/** The rule that decides, with its source: that of the country where there is one. */
export function ruleOf(currency: string, rail: Rail, country: string): CorridorInfo | undefined {
  const fitting = all().filter(
    (one) =>
      one.currency === currency &&
      one.rail === rail &&
      (one.countries.length === 0 || country === '' || one.countries.includes(country)),
  );
  return fitting.find(({ countries }) => countries.includes(country)) ?? fitting[0];
}

export interface Country {
  code: string;
  name: string;
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Codes that stand for no country. */
const NONE = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']);
/** Whether a code is today's, rather than that of a country that has another one now. */
const isCurrent = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code;

/** The countries that a currency can be paid to, by name. */
export function countries(currency: Currency): Country[] {
  const names = new Intl.DisplayNames(language(), { type: 'region', fallback: 'none' });
  const codes = currency.countries.length > 0 ? currency.countries : LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
  return codes
    .map((code) => ({ code, name: names.of(code) }))
    .filter(
      (country): country is Country => country.name !== undefined && !NONE.has(country.code) && isCurrent(country.code),
    )
    .sort((a, b) => a.name.localeCompare(b.name, language()));
}
