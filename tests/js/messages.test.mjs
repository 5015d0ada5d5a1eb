// Every finding, field and help text has its words in every language, with the parameters of the English ones.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import * as offramp from '../../pkg/dist/index.js';
import { languages, loadMessages } from '../../pkg/dist/form/index.js';
import { catalogues, templates } from '../../pkg/build/messages.mjs';
import { helpKey } from '../../pkg/src/form/message.js';
import { fieldForms } from './corridors.mjs';

const params = (template) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const english = templates();
const fields = fieldForms(offramp).flatMap(({ fields }) => fields);
const all = catalogues();

/** Words that the core puts into parameters, found where it does so. */
const source = (path) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
const found = (path, pattern) => [...source(path).matchAll(pattern)].map(([, word]) => word);
const WORDS = [
  ...[
    ...source('bank/rail.rs')
      .split('fn aliases')[0]
      .matchAll(/^ {12}Rail::\w+ => "(\w+)",$/gm),
  ].map(([, word]) => word),
  ...found('bulk/checker/opening.rs', /=> Some\("(\w+)"\),/g),
  ...readdirSync(new URL('../../src', import.meta.url), { recursive: true })
    .filter((path) => path.endsWith('.rs'))
    .flatMap((path) => found(path, /(?:wrong_type\(|Code::FieldType\)[^;]*?"expected", )"([a-z ]+)"/g)),
];

/** What findings call by name besides the fields of a destination: columns of a file, members of a quote, and the two names that the core gives. */
const NAMES = [
  'amount',
  'currency',
  'country',
  'reference',
  'rail',
  ...found('quote/reconcile.rs', /mismatch\("[^"]+", "(\w+)"/g),
  'totalFee',
  'maxAmount',
  'provider',
];

test('the page of findings is read, and the languages are those that are promised', () => {
  assert.ok(Object.keys(english).length > 100, 'docs/FINDINGS.md');
  assert.ok(fields.length > 50, 'corridors');
  for (const word of ['bank', 'crypto', 'tabs', 'string'])
    assert.ok(WORDS.includes(word), `${word} is not found in src`);
  assert.deepEqual([...languages].sort(), ['de', 'en', 'es', 'es-419', 'fr', 'hi', 'ne', 'pt', 'pt-BR', 'sw']);
  // the Portuguese one is that of Brazil
  assert.deepEqual(Object.keys(all).sort(), languages.filter((language) => language !== 'pt-BR').sort());
});

for (const language of languages) {
  test(`messages in ${language}`, async () => {
    const messages = await loadMessages(language);
    assert.deepEqual(
      messages,
      all[language.replace('pt-BR', 'pt')],
      'the package is not built from these files: run scripts/build-npm',
    );
    const wrong = [];
    const same = (template, model, what) => {
      if (typeof template !== 'string' || template.trim() === '') wrong.push(`${what}: missing; in English: ${model}`);
      else if (String(params(template)) !== String(params(model)))
        wrong.push(`${what}: the parameters must be ${params(model)}, they are ${params(template)}`);
    };
    for (const [code, model] of Object.entries(english)) same(messages.findings[code], model, `findings.${code}`);
    for (const code of Object.keys(messages.findings))
      if (!(code in english)) wrong.push(`findings.${code}: there is no such code`);
    for (const word of WORDS) same(messages.words[word], word, `words.${word}`);
    for (const name of NAMES) same(messages.words[name], '', `words.${name}`);
    same(messages.suggestion, '{suggestion}', 'suggestion');
    const helps = new Set();
    for (const field of fields) {
      same(messages.labels[field.name], '', `labels.${field.name}`);
      const key = helpKey(field);
      helps.add(`${field.name}/${key}`);
      if (language !== 'en') same(messages.help[field.name]?.[key], key, `help.${field.name}["${key}"]`);
    }
    for (const [name, texts] of Object.entries(messages.help)) {
      for (const key of Object.keys(texts))
        if (!helps.has(`${name}/${key}`)) wrong.push(`help.${name}["${key}"]: no corridor has this text`);
    }
    assert.equal(wrong.length, 0, `pkg/src/form/messages/${language}.json\n  ${[...new Set(wrong)].join('\n  ')}`);
  });
}

/** All texts of a catalogue, by where they stand. */
const textsOf = ({ findings, labels, words, help, suggestion }) =>
  Object.entries({
    suggestion,
    ...Object.fromEntries(
      Object.entries({ findings, labels, words, ...help }).flatMap(([group, texts]) =>
        Object.entries(texts).map(([name, text]) => [`${group}.${name}`, text]),
      ),
    ),
  });

/** The lines of the glossary: a word of the English messages, what the language says for it, and what it never says. */
const glossary = () => {
  const page = readFileSync(new URL('../../pkg/src/form/messages/GLOSSARY.md', import.meta.url), 'utf8');
  const list = (cell) => cell.split(',').map((word) => word.trim());
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((part) =>
      [...part.matchAll(/^\| (?!English |---)(.+?) \| (.+?) \| (.+?) \|$/gm)].map(([, word, said, never]) => ({
        language: part.split('\n')[0],
        word,
        said: list(said),
        never: list(never),
      })),
    );
};

test('the glossary is kept: one word for one thing, and its rivals nowhere', () => {
  const lines = glossary();
  assert.deepEqual(
    [...new Set(lines.map(({ language }) => language))].sort(),
    Object.keys(all)
      .filter((language) => language !== 'en')
      .sort(),
  );
  const wrong = [];
  for (const { language, word, said, never } of lines) {
    const about = new RegExp(`\\b${word}s?\\b`, 'i');
    const codes = Object.keys(english).filter((code) => about.test(english[code].replace(/\{\w+\}/g, '')));
    if (codes.length === 0) wrong.push(`${language}: no English message has "${word}"`);
    for (const code of codes) {
      const text = all[language].findings[code];
      if (!said.some((one) => text.toLowerCase().includes(one.toLowerCase())))
        wrong.push(`${language}: ${code} says "${word}" without ${said.join(' or ')}: ${text}`);
    }
    for (const rival of never) {
      const [stem, rest] = rival.endsWith('-') ? [rival.slice(0, -1), ''] : [rival, '(?![\\p{L}\\p{M}])'];
      const found = new RegExp(`(?<![\\p{L}\\p{M}])${stem}${rest}`, 'iu');
      for (const [where, text] of textsOf(all[language]))
        if (found.test(text)) wrong.push(`${language}: ${where} says ${rival}: ${text}`);
    }
  }
  assert.deepEqual(wrong, []);
});

/** What no text of a language may have, and why. */
const NEVER = {
  fr: [
    [/[^\u202f][;:?!](?=\s|$)/u, 'a narrow no-break space belongs before ; : ? !'],
    [/'/, 'the apostrophe is ’'],
  ],
  hi: [
    [/[0-9A-Za-z}]।/u, 'a danda behind a digit reads like one digit more'],
    [/\}(?:में|को|से|का|के|की|पर)/u, 'a postposition stands apart'],
  ],
  ne: [
    [/[0-9A-Za-z}]।/u, 'a danda behind a digit reads like one digit more'],
    [/\{(?:rail|delimiter)\} (?:बाट|ले)/u, 'the postposition is joined to a word of the language'],
    [/[०-९]/u, 'digits are those that are typed'],
  ],
};

test('punctuation and values go together in each language', () => {
  const wrong = [];
  for (const [language, rules] of Object.entries(NEVER))
    for (const [where, text] of textsOf(all[language]))
      for (const [pattern, why] of rules) if (pattern.test(text)) wrong.push(`${language}: ${where}: ${why}: ${text}`);
  assert.deepEqual(wrong, []);
});

test('no message counts in a way that 1 would break', () => {
  // a number of things is said as "things: number", since "1 things" is wrong in most languages
  const counted = {
    LIMIT_COUNT: ['count', 'used'],
    FILE_ROWS: ['expected', 'actual'],
    LINES_ABOVE_HEADER: ['count'],
    ROWS_PASSED_OVER: ['count'],
    ROW_TOO_SHORT: ['actual', 'expected'],
    ROW_TOO_LONG: ['actual', 'expected'],
  };
  const wrong = [];
  for (const [language, { findings }] of Object.entries(all))
    for (const [code, names] of Object.entries(counted))
      for (const name of names)
        if (!new RegExp(`:\\s?\\{${name}\\}`, 'u').test(findings[code]))
          wrong.push(`${language}: ${code}: ${findings[code]}`);
  assert.deepEqual(wrong, []);
});

test('no message was left in English', () => {
  for (const [language, { findings }] of Object.entries(all)) {
    if (language === 'en') continue;
    const left = Object.entries(findings)
      .filter(([code, text]) => text === english[code])
      .map(([code]) => code);
    assert.deepEqual(left, [], language);
  }
});
