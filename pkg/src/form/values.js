// Parameters of findings in the language of a catalogue: words of the core by the catalogue, countries, currencies, lists
// and large numbers by the host. What a person typed, and what belongs to a form as it is, stays as it is.

const own = (table, name) => (table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined);

/** What a host without `Intl`, or without the language, cannot say stays as it is. */
function byHost(say, otherwise) {
  try {
    return say() ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** `Deutschland (DE)`: the code is what stands in the file or the form. */
const named = (language, type, code) =>
  byHost(() => {
    const name = new Intl.DisplayNames(language, { type, fallback: 'none' }).of(code);
    return name && `${name} (${code})`;
  }, code);

const listed = (language, type, items) =>
  byHost(() => new Intl.ListFormat(language, { type }).format(items), items.join(', '));

const grouped = (language, digits) =>
  byHost(() => new Intl.NumberFormat(language, { numberingSystem: 'latn' }).format(BigInt(digits)), digits);

/** Lists of these are a choice; of others, all are meant. */
const IS_CHOICE = /ONE_OF|EXACTLY_ONE|ONE_DESTINATION|EXCLUSIVE|RAIL_FIELD/;
/** Parameters that may be the two letters of a country. */
const COUNTRIES = ['country', 'found', 'iban', 'bic'];
/** Parameters that are words of the core. */
const WORDS = ['rail', 'delimiter', 'expected'];
/** Names that a caller gives, and the two that the core gives where he does not. */
const GIVEN = { name: 'provider', limit: 'maxAmount' };

export function valuesOf({ code, params = {} }, { language, labels, words }) {
  const word = (name) => own(labels, name) ?? own(words, name) ?? name;
  const values = Object.entries(params);
  const hasNumbers = values.some(([, value]) => /^\d+(?:\.\d+)?$/.test(value));
  const said = (name, value) => {
    if (name === 'field') return word(value);
    if (name === 'fields')
      return listed(language, IS_CHOICE.test(code) ? 'disjunction' : 'conjunction', value.split(', ').map(word));
    // names of sheets are a person's own, and may have commas
    if (name === 'allowed' && code !== 'SHEET_UNKNOWN')
      return listed(
        language,
        'disjunction',
        value.split(', ').map((one) => own(words, one) ?? own(labels, one) ?? one),
      );
    // letters that are no country's are said as they are
    if (COUNTRIES.includes(name) && /^[A-Z]{2}$/.test(value) && !code.endsWith('COUNTRY_UNKNOWN'))
      return named(language, 'region', value);
    // beside an amount stands the code alone
    if (name === 'currency' && !hasNumbers && /^[A-Z]{3}$/.test(value)) return named(language, 'currency', value);
    if (/^\d{5,}$/.test(value) && (name === 'count' || code.endsWith('_TOO_LARGE'))) return grouped(language, value);
    if (WORDS.includes(name) || GIVEN[name] === value) return own(words, value) ?? value;
    return value;
  };
  return Object.fromEntries(
    values.map(([name, value]) => [name, typeof value === 'string' ? said(name, value) : value]),
  );
}
