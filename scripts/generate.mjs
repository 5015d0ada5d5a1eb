// Writes the generated files from the tables in data/. With --check, compares instead of writing.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const check = process.argv.includes('--check');
let stale = 0;

function emit(path, text) {
  const url = new URL(path, root);
  let old = '';
  try {
    old = readFileSync(url, 'utf8');
  } catch {}
  if (old === text) return;
  if (check) {
    console.error(`${path} is stale: run scripts/generate`);
    stale += 1;
  } else {
    writeFileSync(url, text);
    console.log(`wrote ${path}`);
  }
}

function csv(name) {
  const [header, ...rows] = readFileSync(new URL(`data/${name}.csv`, root), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2]),
    );
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
}

const text = (value) => JSON.stringify(value);
const list = (items) => items.map((item) => `    ${item},\n`).join('');
const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const parts = [
  `//! Tables of facts, generated from data/*.csv by scripts/generate; see data/README.md for their sources.

/// An IBAN's country, length and format, in the notation of the SWIFT registry.
pub(crate) type IbanFormat = (&'static str, u8, &'static str);
`,
];

// a group of weights as one text: where it begins and its weights, each as the character that is so far behind 0
const character = (number) => String.fromCharCode(48 + number);
const weights = (group) => {
  const start = group.search(/[^.]/);
  return (
    character(start) +
    [...group.slice(start)].map((weight) => character(weight === '.' ? 0 : parseInt(weight, 36))).join('')
  );
};
const groups = ({ algorithm, weights: text }) => {
  const [first, second] = text
    .split('/')
    .map((group) => (algorithm === 'mod11-10' ? character(Number(group)) : group && weights(group)));
  return [first, second ?? ''];
};
parts.push(`
/// By country: those of the registry, and after them those that use IBANs without being in it.
pub(crate) const IBAN: &[IbanFormat] = &[
${list([...csv('iban'), ...csv('iban-unregistered')].map((row) => `(${text(row.country)}, ${row.length}, ${text(row.bban)})`))}];

/// How many of them are of the registry.
pub(crate) const IBAN_REGISTERED: usize = ${csv('iban').length};

/// The check digits inside an IBAN: country, length (0 for any), algorithm, up to two groups, and whether the rule is
/// sure enough for an error. A group is where it begins and its weights, or its length; each is a character as far
/// behind \`0\` as the number says.
pub(crate) const IBAN_CHECKS: &[(&str, u8, &str, [&str; 2], bool)] = &[
${list(csv('iban-checks').map((row) => `(${text(row.country)}, ${row.length || 0}, ${text(row.algorithm)}, [${groups(row).map(text).join(', ')}], ${row.severity === 'error'})`))}];

/// Two letters that IBANs are written with, and the two that they begin with instead, one after the other.
pub(crate) const IBAN_PREFIXES: &str = ${text(
  csv('iban-prefixes')
    .map((row) => row.written + row.prefix)
    .join(''),
)};
`);
const withoutIban = new Map();
for (const { country, fields } of csv('iban-none')) withoutIban.set(fields, (withoutIban.get(fields) ?? '') + country);
parts.push(`
/// What names an account in countries that have no IBAN: the fields, and the countries.
pub(crate) const IBAN_NONE: &[(&str, &str)] = &[
${list([...withoutIban].map(([fields, countries]) => `(${text(fields)}, ${text(countries)})`))}];
`);
// Countries: the three letters of all in the order of their two, and the names of those that a corridor leads to.
const countries = csv('countries');
const covered = new Set(
  [...csv('iban'), ...csv('phone-plans'), ...['AU', 'CA', 'SG', 'US'].map((country) => ({ country }))].map(
    ({ country }) => country,
  ),
);
const countryName = (name) =>
  name
    .toLowerCase()
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '');
parts.push(`
/// The three letters of every country, one after the other, in the order of their two.
pub(crate) const ALPHA3: &str = ${text(countries.map(({ alpha3 }) => alpha3).join(''))};

/// Names of the countries that a corridor leads to, in English and in their own languages, a line each: the two letters,
/// and behind them the names in small letters without accents and blanks.
pub(crate) const COUNTRY_NAMES: &str = ${text(
  countries
    .filter(({ country }) => covered.has(country))
    .map(({ country, names }) => country + [...new Set(names.split(';').map(countryName))].join(' '))
    .join('\n'),
)};
`);
const members = new Map();
for (const { country, since } of csv('sepa')) members.set(since, (members.get(since) ?? '') + country);
parts.push(`
/// Members of SEPA: the day from which their banks could be reached, and the countries.
pub(crate) const SEPA: &[(&str, &str)] = &[
${list([...members].sort(([a], [b]) => byCode(a, b)).map(([since, countries]) => `(${text(since)}, ${text(countries)})`))}];
`);
parts.push(`
/// The four letters of every bank with an IFSC, one after the other, sorted.
pub(crate) const IFSC_BANKS: &str = ${text(
  csv('ifsc-banks')
    .map((row) => row.bank)
    .sort(byCode)
    .join(''),
)};
`);
parts.push(`
/// Banks that were merged into others, sorted: four letters of each and of the bank that took it over.
pub(crate) const IFSC_MERGERS: &str = ${text(
  csv('ifsc-mergers')
    .map((row) => row.bank + row.into)
    .sort(byCode)
    .join(''),
)};
`);
const prefixes = csv('bsb-prefixes').reduce((bits, row) => bits | (1n << BigInt(Number(row.prefix))), 0n);
parts.push(`
/// One bit for each two digits that BSBs begin with, the lowest for 00.
pub(crate) const BSB_PREFIXES: u128 = 0x${prefixes.toString(16).replace(/\B(?=(....)+$)/g, '_')};
`);
parts.push(`
/// Known UPI handles, sorted, with blanks between them.
pub(crate) const UPI_HANDLES: &str = ${text(
  csv('upi-handles')
    .map((row) => row.handle)
    .sort(byCode)
    .join(' '),
)};
`);
parts.push(`
/// Assigned calling codes, sorted.
pub(crate) const CALLING_CODES: &[u16] = &[
${list(
  csv('calling-codes')
    .map((row) => Number(row.calling))
    .sort((a, b) => a - b),
)}];
`);
// Who a range was given to stands in front of it as one letter: a for the country's first service, b for the second and
// so on; - for an operator without a service, * where no operator is known, ! for numbers that are no mobile ones.
const ranges = (words) =>
  words
    .split(' ')
    .filter(Boolean)
    .flatMap((word) => {
      const [low, high = low.at(-1)] = word.split('-');
      return Array.from({ length: high - low.at(-1) + 1 }, (_, i) => low.slice(0, -1) + (Number(low.at(-1)) + i));
    });
const asRanges = (prefixes) =>
  prefixes
    .sort(byCode)
    .reduce((out, prefix) => {
      const last = out.at(-1);
      if (
        last?.low.length === prefix.length &&
        last.low.slice(0, -1) === prefix.slice(0, -1) &&
        Number(last.high) + 1 === Number(prefix.at(-1))
      )
        last.high = prefix.at(-1);
      else out.push({ low: prefix, high: prefix.at(-1) });
      return out;
    }, [])
    .map(({ low, high }) => (low.at(-1) === high ? low : `${low}-${high}`));
// the longest prefixes that hold no number of others
function merge(prefixes) {
  const set = new Set(prefixes);
  for (let length = 6; length > 0; length -= 1) {
    for (const prefix of [...set].filter((prefix) => prefix.length === length)) {
      const family = Array.from({ length: 10 }, (_, i) => prefix.slice(0, -1) + i);
      if (family.every((one) => set.has(one))) {
        for (const one of family) set.delete(one);
        set.add(prefix.slice(0, -1));
      }
    }
  }
  return [...set];
}
// what is left of a list of prefixes without those of another
function remainder(prefixes, taken) {
  const left = [];
  const todo = [...prefixes];
  while (todo.length) {
    const prefix = todo.pop();
    if (taken.some((one) => prefix.startsWith(one))) continue;
    if (taken.some((one) => one.startsWith(prefix))) for (let i = 0; i < 10; i += 1) todo.push(prefix + i);
    else left.push(prefix);
  }
  return merge(left);
}
const operators = csv('phone-operators');
const services = csv('mobile-services');
const plans = csv('phone-plans').map(({ country, calling, trunk, written, lengths, mobile, other }) => {
  const offered = services.filter((row) => row.country === country);
  const groups = new Map();
  for (const row of operators.filter((row) => row.country === country)) {
    const service = offered.findIndex(({ operators }) => operators.split(';').includes(row.operator));
    const label = service < 0 ? '-' : String.fromCharCode(97 + service);
    groups.set(label, [...(groups.get(label) ?? []), ...ranges(row.mobile)]);
  }
  for (const { operators: names, service } of offered) {
    for (const name of names.split(';').filter(Boolean)) {
      if (!operators.some((row) => row.country === country && row.operator === name))
        throw new Error(`${country} ${service}: no operator ${name}`);
    }
  }
  const given = [...groups.values()].flat();
  // where no operator runs a service it does not matter whose a range is
  if ([...groups.keys()].every((label) => label === '-')) groups.clear();
  const rest = remainder(ranges(mobile), groups.size ? given : []);
  if (rest.length) groups.set('*', rest);
  if (other) groups.set('!', ranges(other));
  const words = [...groups]
    .sort(([a], [b]) => byCode(a, b))
    .sort(([a], [b]) => (a === '!') - (b === '!'))
    .map(([label, prefixes]) => label + asRanges(merge(prefixes)).join(' '));
  const [length, also = '0'] = lengths.split(' ');
  const zero = trunk ? (written === 'yes' ? '0' : 'o') : '-';
  return {
    calling: Number(calling),
    text: `${country}${zero}${Number(length).toString(16)}${also}${words.join(' ')}|${offered.map(({ service }) => service).join(' ')}`,
  };
});
parts.push(`
/// Numbering plans of mobile phones, by calling code. Each is a country, \`0\` or \`o\` where a zero stands in front of a
/// number within the country, always or sometimes (otherwise \`-\`), the length of a number as a hexadecimal digit, another
/// length that is rare (otherwise 0); then first digits with blanks between them, of which \`100-8\` are 100 to 108, with
/// a letter in front that holds until the next one: \`a\` for the first service of the country, \`b\` for the second and so
/// on, \`-\` for an operator without one, \`*\` where the operator does not matter, \`!\` for what is no mobile number; behind
/// a bar the services.
pub(crate) const PHONE_PLANS: &[(u16, &str)] = &[
${list(plans.sort((a, b) => a.calling - b.calling).map(({ calling, text: plan }) => `(${calling}, ${text(plan)})`))}];
`);
const plain = (name) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
// each with its own name as people write it, where that differs
const otherNames = new Map(
  csv('mobile-service-names').map(({ service, names }) => [service, names.split(';').map(plain)]),
);
const serviceNames = [...new Set([...otherNames.keys(), ...services.map(({ service }) => service)])].map((service) =>
  [...new Set([service, plain(service), ...(otherNames.get(service) ?? [])])].join(' '),
);
parts.push(`
/// Mobile-money services: a line each, its name, and others in capitals without blanks.
pub(crate) const SERVICE_NAMES: &str = ${text(serviceNames.join('\n'))};
`);
parts.push(`
/// Members of the Nepal Clearing House, one a line: four-digit number, a blank and the name.
pub(crate) const CIPS_BANKS: &str = ${text(
  csv('cips-banks')
    .map((row) => `${row.id} ${row.name}`)
    .join('\n'),
)};
`);
parts.push(`
/// Where a digit inside the bank code of an IBAN tells the issuing bank: country, offset in the BBAN,
/// digit, first four letters of its BICs.
pub(crate) const IBAN_ISSUERS: &[(&str, usize, &str, &str)] = &[
${list(csv('iban-issuers').map((row) => `(${text(row.country)}, ${row.offset}, ${text(row.code)}, ${text(row.bics)})`))}];
`);
const lower = (name) => name.toLowerCase();
const bankNames = csv('bank-names').sort((a, b) => byCode(lower(a.name), lower(b.name)));
parts.push(`
/// Names under which large banks are known, sorted without regard to capitals, the countries for which
/// their BICs are listed, and the first four letters of those: one a line, with bars between them.
pub(crate) const BANK_NAMES: &str = ${text(bankNames.map((row) => `${row.name}|${row.countries}|${row.bics}\n`).join(''))};
`);
const bankCodes = new Map();
for (const row of csv('bank-codes')) bankCodes.set(row.country, [...(bankCodes.get(row.country) ?? []), row]);
parts.push(`
/// By country, the first characters of the national bank codes that one bank or group has, and the first
/// four letters of its BICs: one a line, with a bar between them.
pub(crate) const BANK_CODES: &[(&str, &str)] = &[
${list([...bankCodes].map(([country, rows]) => `(${text(country)}, ${text(rows.map((row) => `${row.code}|${row.bics}\n`).join(''))})`))}];
`);

// What is kept of an address is in src/identifier/known.rs. Tokens and networks are letters: their places in the lists.
const contracts = csv('token_contracts');
const tokens = [...new Set(contracts.map((row) => row.token).filter(Boolean))].sort(byCode);
const networks = readFileSync(new URL('src/network.rs', root), 'utf8')
  .match(/NAMES_LISTED: &str =\s*"([^"]+)"/)[1]
  .split(', ');
const letter = (list, name) => (name ? String.fromCharCode(65 + list.indexOf(name)) : '-');
const kept = ({ network, address }) => address.slice({ SOL: 0, TRX: 1, XLM: 1, BTC: 1 }[network] ?? 2).slice(0, 14);
// where a token has one address on several networks, the first is named
const contractRows = new Map();
for (const row of contracts) {
  if (!contractRows.has(kept(row)))
    contractRows.set(kept(row), letter(tokens, row.token) + letter(networks, row.network));
}
if (contracts.some((row) => !networks.includes(row.network)))
  throw new Error('token_contracts.csv: a network is not listed');
parts.push(`
/// The tokens whose contracts are listed.
pub(crate) const TOKENS: &[&str] = &[${tokens.map(text).join(', ')}];

/// Contracts and issuers of tokens, and addresses without a key, sorted: fourteen characters of the address, a letter for
/// the token (a hyphen where it is none) and one for the network.
pub(crate) const TOKEN_CONTRACTS: &str = ${text(
  [...contractRows]
    .map(([prefix, names]) => prefix + names)
    .sort(byCode)
    .join(''),
)};
`);

const rustfmt = (source) =>
  execFileSync('rustfmt', ['--edition', '2024', '--emit', 'stdout'], { input: source, encoding: 'utf8', cwd: root });
emit('src/tables.rs', rustfmt(parts.join('')));

// Bank holidays. A calendar covers whole years: from the first to the last that it has a holiday in.
const calendars = [
  'target',
  'fed',
  'uk',
  'ca',
  'au',
  'sg',
  'in',
  'np',
  'ke',
  'ug',
  'tz',
  'ng',
  'mx',
  'br',
  'co',
  'ph',
  'ch',
  'hk',
  'jp',
  'ae',
].map((id) => ({ id, rows: csv(`holidays/${id}`) }));
const names = [...new Set(calendars.flatMap(({ rows }) => rows.map((row) => row.name)))].sort(byCode);
if (names.length > 254) throw new Error('a place of a name is one byte');
const epoch = Date.UTC(2024, 0, 1);
const day = ({ date }) => (Date.parse(`${date}T00:00:00Z`) - epoch) / 86_400_000;
const gaps = (rows) =>
  rows.flatMap((row, at) => {
    const gap = day(row) - (at ? day(rows[at - 1]) : 0);
    return [
      ...Array(Math.max(0, Math.ceil(gap / 255) - 1)).fill('(255, 255)'),
      `(${gap % 255 || Math.min(gap, 255)}, ${names.indexOf(row.name)})`,
    ];
  });
const holidays = [
  `//! Bank holidays, generated from data/holidays/*.csv by scripts/generate; see data/holidays/README.md for
//! their sources.

/// Days after the one before, the first after 2024-01-01, and the place of the name in [\`NAMES\`], or 255 where a
/// longer gap goes on.
pub(super) type Holidays = &'static [(u8, u8)];

/// The names, sorted, one a line.
pub(super) const NAMES: &str = ${text(names.join('\n'))};
`,
  ...calendars.map(
    ({ id, rows }) => `
/// From the first year to the last.
pub(super) const ${id.toUpperCase()}_YEARS: (i16, i16) = (${rows[0].date.slice(0, 4)}, ${rows.at(-1).date.slice(0, 4)});
pub(super) const ${id.toUpperCase()}: Holidays = &[
${list(gaps(rows))}];
`,
  ),
];
emit('src/quote/holidays.rs', rustfmt(holidays.join('')));

// Schemes. What is for reading, sources and dates, stays in the table.
const scheme = (row) =>
  [
    'key',
    'provider',
    'rail',
    'currency',
    'calendars',
    'zone',
    'windows',
    'decimals',
    'minimum',
    'maximum',
    'strict',
    'fallback',
    'unsure',
  ]
    .map((name) => (name === 'unsure' ? (/hours/.test(row.confirmed) || row.provider ? '' : 'unsure') : row[name]))
    .join('|')
    .replace(/\|+$/, '');
emit(
  'src/bank/scheme_table.rs',
  `//! Schemes of clearing, generated from data/schemes.csv by scripts/generate; see data/README.md for their columns.

/// One a line, with bars between the columns.
pub(super) const SCHEMES: &str = ${text(csv('schemes').map(scheme).join('\n'))};

/// The day on which each was looked up, and where.
#[cfg(not(target_arch = "wasm32"))]
pub(super) const SOURCES: &str = ${text(
    csv('schemes')
      .map(({ date, source }) => `${date} ${source}`)
      .join('\n'),
  )};
`,
);

// Locales: a line each, whose first four characters are signs, the grouping and where the symbol stands.
const spaces = { nbsp: 's', nnbsp: 'n' };
const locale = (row) =>
  row.decimal +
  (spaces[row.group] ?? row.group) +
  { thousands: '3', 'ten thousands': '4', lakhs: '2' }[row.grouping] +
  { before: 'b', apart: 'a', behind: 'e' }[row.symbol] +
  ' ' +
  row.locales;
emit(
  'src/money/locale_table.rs',
  `//! How amounts are written, generated from data/locales.csv by scripts/generate; see data/README.md for its columns.

/// One way a line: decimal sign, grouping sign (\`s\` is a no-break space, \`n\` a narrow one), \`3\` for groups of three (\`4\` from five digits on, \`2\` for lakhs and
/// crores), \`b\`, \`a\` or \`e\` for a symbol before the number, apart from it, or behind; then the locales.
pub(super) const LOCALES: &str = ${text(csv('locales').map(locale).join('\n'))};
`,
);

// Names of columns: their words in the order of their letters, each once, joined, as src/bulk/names.rs looks them up.
// Accents, capitals and what is no letter go; words of all languages for one thing become one word, and long words of
// known ones are taken apart, as src/bulk/names/words.rs does it.
const apart = { ß: 's', đ: 'd', ł: 'l', ø: 'o', ı: 'i' };
const plainWords = (name) =>
  name
    .normalize('NFD')
    .replaceAll(/\b([dlDL])['’]/gu, '$1 ')
    .replaceAll(/[\u0300-\u036f'’*\u093c\u094d]/gu, '')
    .replaceAll(/[º°№#]/gu, ' no ')
    .toLowerCase()
    .replaceAll(/[ßđłøı]/gu, (letter) => apart[letter])
    .normalize('NFC')
    .split(/[^\p{Alphabetic}\p{N}$]+/u)
    .filter((word) => word !== '');
const columnRows = csv('columns');
const meanings = new Map();
for (const { column, names } of columnRows.filter((row) => row.column.startsWith('='))) {
  for (const name of [column.slice(1), ...names.split(';')]) {
    const [word, ...more] = plainWords(name);
    if (more.length > 0 || (meanings.get(word) ?? column) !== column) {
      throw new Error(`columns.csv: ${name} is no word, or one of ${meanings.get(word)} too`);
    }
    meanings.set(word, column);
  }
}
const wordLists = ['-side', '-bank', '-joiner', '-filler', '-payer'];
const nameParts = [
  ...meanings.keys(),
  ...columnRows
    .filter((row) => wordLists.includes(row.column))
    .flatMap((row) => row.names.split(';').flatMap(plainWords)),
].sort((a, b) => Buffer.byteLength(b) - Buffer.byteLength(a));
const isPart = (part, rest) =>
  rest.startsWith(part) && (part === rest || part >= '\u2000' || Buffer.byteLength(part) >= (part < '\u0080' ? 4 : 8));
const partsOf = (word) => {
  if (word === '') return [];
  for (const part of nameParts.filter((part) => isPart(part, word))) {
    const rest = partsOf(word.slice(part.length));
    if (rest) return [meanings.get(part)?.slice(1) ?? part, ...rest];
  }
  return undefined;
};
const wordParts = (word) => partsOf(word) ?? [word];
const nameKey = (name) => [...new Set(plainWords(name).flatMap(wordParts))].sort().join('');
// lists of words come first: they are asked for again and again
const isWords = ({ column }) => Number(column.startsWith('=')) * 2 + Number(column.startsWith('-'));
const columnNames = columnRows
  .toSorted((a, b) => isWords(b) - isWords(a))
  .map(({ column, how, names }) => {
    const way = { any: 'a', bank: 'b', side: 's', alone: 'o' }[how] ?? '-';
    const words = names.split(';').map(column.startsWith('=') ? (name) => plainWords(name)[0] : nameKey);
    const keys = [...new Set(words)].filter((word) => `=${word}` !== column).join(' ');
    return `${column} ${way} ${Buffer.byteLength(keys)} ${keys}`;
  });
emit(
  'src/bulk/column_table.rs',
  `//! Names of columns, generated from data/columns.csv by scripts/generate; see data/README.md for its columns.

/// What the names mean, how they may be read (\`a\` and \`b\` without words that say whose it is, \`b\` without "bank" too,
/// \`s\` the same but less certain, \`o\` alone), the length of the names, and the names: the words of each in the order of their letters.
pub(super) const COLUMN_NAMES: &str = ${text(columnNames.join(''))};
`,
);

// Templates of tools and banks: a file each in data/presets.
const presetFolder = new URL('../data/presets/', import.meta.url);
const presets = readdirSync(presetFolder)
  .sort()
  .map((file) => {
    const { currency, rail, columns } = JSON.parse(readFileSync(new URL(file, presetFolder), 'utf8'));
    const names = Object.entries(columns).map(([column, field]) => `${column}=${field}`);
    return [file.replace('.json', ''), currency, rail, ...names].join('|');
  });
emit(
  'src/bulk/preset_table.rs',
  `//! Templates of tools and banks, generated from data/presets by scripts/generate; see data/README.md.

/// A template a line: its name, the currency and the rail of its rows, and its columns in their order with what they mean.
pub(super) const PRESETS: &str = ${text(presets.join('\n'))};
`,
);

process.exitCode = stale ? 1 : 0;
