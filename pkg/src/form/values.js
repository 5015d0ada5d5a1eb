// Parameters of findings in the language of a catalogue: words of the core by the catalogue, countries, currencies and
// lists by the host. What a person typed, and what belongs to a form as it is, stays as it is.

/** What a host cannot say, or not in this language, stays as it is. */
function byHost(say, otherwise) {
  try {
    return say() ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Lists of these codes are a choice; of others, all are meant. */
const IS_CHOICE = /ONE|EXCLUSIVE|RAIL|ALLOWED|UNKNOWN|TYPE/;

export function valuesOf({ code, params = {} }, { language, labels, words }) {
  const own = (table, name) => (table && Object.hasOwn(table, name) ? table[name] : undefined);
  const word = (name) => own(words, name) ?? own(labels, name) ?? name;
  const field = (name) => own(labels, name) ?? word(name);
  const named = (type, of) =>
    byHost(() => {
      const name = new Intl.DisplayNames(language, { type, fallback: 'none' }).of(of);
      return name && `${name} (${of})`;
    }, of);
  // beside a number stands the code of a currency alone
  const hasNumber = Object.values(params).some((value) => /^[\d.]+$/.test(value));
  const said = (name, value) => {
    // names of sheets are a person's own
    if (/^fields?$|^allowed$/.test(name) && code !== 'SHEET_UNKNOWN') {
      const items = value.split(', ').map(name === 'allowed' ? word : field);
      const type = IS_CHOICE.test(code) ? 'disjunction' : 'conjunction';
      return byHost(() => new Intl.ListFormat(language, { type }).format(items), items.join(', '));
    }
    // names that a caller gives are his, but for those that the core gives where he does not
    if (/^(?:rail|delimiter|expected)$/.test(name) || /^(?:maxAmount|provider)$/.test(value)) return word(value);
    // letters that are no country's are said as they are
    if (/^(?:country|found|iban|bic)$/.test(name) && /^[A-Z]{2}$/.test(value) && !/COUNTRY_UNKNOWN/.test(code))
      return named('region', value);
    return name === 'currency' && !hasNumber && /^[A-Z]{3}$/.test(value) ? named('currency', value) : value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, said(name, String(value))]));
}
