// The catalogues of the form entry: the English one from the generated pages, the others from their files.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'pkg/src/form/messages');

/** The cells of the rows of a page's tables that begin with a name in back quotes. */
function rows(page) {
  return readFileSync(join(root, 'docs', page), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}

/** The English messages by code. */
export function templates() {
  return Object.fromEntries(findings().map(({ code, message }) => [code, message]));
}

/** All that is written of each code. */
export function findings() {
  return rows('FINDINGS.md').map(([code, severity, message, params, meaning, mending, example]) => ({
    code: /`(\w+)`/.exec(code)[1],
    severity: severity.split(',')[0],
    leavesOpen: severity.endsWith('*open*'),
    message,
    params: params.split(', ').flatMap((name) => name.replaceAll('`', '') || []),
    meaning,
    mending,
    ...(example && { example: example.replaceAll('`', '') }),
  }));
}

/** What people call the kinds of identifiers. */
export function kindNames() {
  return Object.fromEntries(rows('IDENTIFIERS.md').map(([kind, name]) => [kind.slice(1, -1), name]));
}

/** All catalogues, by language. */
export function catalogues() {
  const all = {};
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue;
    const catalogue = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    if (`${catalogue.language}.json` !== file)
      throw new Error(`${file} says that its language is ${catalogue.language}`);
    all[catalogue.language] = catalogue;
  }
  // a language of a region is like another one, but for what it says otherwise
  for (const [language, { like, help = {}, ...catalogue }] of Object.entries(all)) {
    if (like === undefined) continue;
    const base = all[like];
    all[language] = { ...base, ...catalogue };
    for (const group of ['findings', 'labels', 'words']) all[language][group] = { ...base[group], ...catalogue[group] };
    all[language].help = Object.fromEntries(
      Object.entries(base.help).map(([field, texts]) => [field, { ...texts, ...help[field] }]),
    );
  }
  const labels = Object.fromEntries(rows('FIELDS.md').map(([name, label]) => [name.slice(1, -1), label]));
  // help texts are English to begin with
  all.en = { ...all.en, labels, help: {}, findings: templates() };
  return all;
}
