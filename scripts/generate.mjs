// Writes the generated files from the tables in data/. With --check, compares instead of writing.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

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
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2]));
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

parts.push(`
/// By country.
pub(crate) const IBAN: &[IbanFormat] = &[
${list(csv('iban').map((row) => `(${text(row.country)}, ${row.length}, ${text(row.bban)})`))}];
`);
parts.push(`
/// The four letters of every bank with an IFSC, one after the other, sorted.
pub(crate) const IFSC_BANKS: &str = ${text(csv('ifsc-banks').map((row) => row.bank).sort(byCode).join(''))};
`);
parts.push(`
/// Known UPI handles, sorted, with blanks between them.
pub(crate) const UPI_HANDLES: &str = ${text(csv('upi-handles').map((row) => row.handle).sort(byCode).join(' '))};
`);
parts.push(`
/// Assigned calling codes, sorted.
pub(crate) const CALLING_CODES: &[u16] = &[
${list(csv('calling-codes').map((row) => Number(row.calling)).sort((a, b) => a - b))}];
`);
const operators = new Map();
for (const { calling, prefix, service } of csv('mobile-ranges')) {
  const operator = `${calling}, ${text(service)}`;
  operators.set(operator, [...(operators.get(operator) ?? []), prefix]);
}
parts.push(`
/// Ranges of mobile numbers: calling code, mobile-money service of the operator (empty where none is known), and
/// first digits of the operator's ranges, with blanks between them.
pub(crate) const MOBILE_RANGES: &[(u16, &str, &str)] = &[
${list([...operators].map(([operator, prefixes]) => `(${operator}, ${text(prefixes.join(' '))})`))}];
`);
parts.push(`
/// Members of the Nepal Clearing House, one a line: four-digit number, a blank and the name.
pub(crate) const CIPS_BANKS: &str = ${text(csv('cips-banks').map((row) => `${row.id} ${row.name}`).join('\n'))};
`);
parts.push(`
/// Where a digit inside the bank code of an IBAN tells the issuing bank: country, offset in the BBAN,
/// digit, first four letters of its BICs.
pub(crate) const IBAN_ISSUERS: &[(&str, usize, &str, &str)] = &[
${list(csv('iban-issuers').map((row) => `(${text(row.country)}, ${row.offset}, ${text(row.code)}, ${text(row.bics)})`))}];
`);
parts.push(`
/// Names under which large banks are known, and the first four letters of their BICs.
pub(crate) const BANK_NAMES: &[(&str, &str)] = &[
${list(csv('bank-names').map((row) => `(${text(row.name)}, ${text(row.bics)})`))}];
`);

const rustfmt = (source) => execFileSync('rustfmt', ['--edition', '2024', '--emit', 'stdout'], { input: source, encoding: 'utf8', cwd: root });
emit('src/tables.rs', rustfmt(parts.join('')));

// Bank holidays. A calendar covers whole years: from the first to the last that it has a holiday in.
const calendars = ['target', 'fed', 'uk', 'ca', 'au', 'sg', 'in'].map((id) => ({ id, rows: csv(`holidays/${id}`) }));
const names = [...new Set(calendars.flatMap(({ rows }) => rows.map((row) => row.name)))].sort(byCode);
const epoch = Date.UTC(2024, 0, 1);
const day = ({ date }) => (Date.parse(`${date}T00:00:00Z`) - epoch) / 86_400_000;
const holidays = [
  `//! Bank holidays, generated from data/holidays/*.csv by scripts/generate; see data/holidays/README.md for
//! their sources.

/// Days after 2024-01-01, and the place of the name in [\`NAMES\`].
pub(super) type Holidays = &'static [(u16, u8)];

/// The names, sorted, one a line.
pub(super) const NAMES: &str = ${text(names.join('\n'))};
`,
  ...calendars.map(
    ({ id, rows }) => `
/// From the first year to the last.
pub(super) const ${id.toUpperCase()}_YEARS: (i16, i16) = (${rows[0].date.slice(0, 4)}, ${rows.at(-1).date.slice(0, 4)});
pub(super) const ${id.toUpperCase()}: Holidays = &[
${list(rows.map((row) => `(${day(row)}, ${names.indexOf(row.name)})`))}];
`,
  ),
];
emit('src/quote/holidays.rs', rustfmt(holidays.join('')));

process.exitCode = stale ? 1 : 0;
