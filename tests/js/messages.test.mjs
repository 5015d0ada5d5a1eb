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

test('the page of findings is read, and the languages are those that are promised', () => {
  assert.ok(Object.keys(english).length > 100, 'docs/FINDINGS.md');
  assert.ok(fields.length > 50, 'corridors');
  for (const word of ['bank', 'crypto', 'tabs', 'string'])
    assert.ok(WORDS.includes(word), `${word} is not found in src`);
  assert.deepEqual([...languages].sort(), ['de', 'en', 'es', 'fr', 'hi', 'ne', 'pt', 'sw']);
  assert.deepEqual(Object.keys(all).sort(), [...languages].sort());
});

for (const language of languages) {
  test(`messages in ${language}`, async () => {
    const messages = await loadMessages(language);
    assert.deepEqual(messages, all[language], 'the package is not built from these files: run scripts/build-npm');
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

test('no message was left in English', () => {
  for (const [language, { findings }] of Object.entries(all)) {
    if (language === 'en') continue;
    const left = Object.entries(findings)
      .filter(([code, text]) => text === english[code])
      .map(([code]) => code);
    assert.deepEqual(left, [], language);
  }
});
