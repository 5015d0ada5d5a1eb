// Schemas of every kind and corridor: they refuse what is invalid and nothing else, and say where.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { bankAccountFields, corridors, kinds, validate, validateBankAccount } from '../../pkg/dist/index.js';
import { loadMessages, messageOf } from '../../pkg/dist/form/index.js';
import * as entry from '../../pkg/dist/schema/index.js';

const schemas = { ...entry };
const folder = new URL('../vectors/identifiers/', import.meta.url);
const ask = (schema, value) => schema['~standard'].validate(value);

test('every kind has a schema, which agrees with validate on all vectors', () => {
  assert.deepEqual(Object.keys(schemas).sort(), [...kinds(), 'bankAccount', 'identifier'].sort());
  const seen = { valid: 0, invalid: 0, undetermined: 0 };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    for (const { kind, input, options } of vectorsOf(file)) {
      const { failOn: _, ...how } = options ?? {};
      const report = validate(kind, input, how);
      seen[report.verdict] += 1;
      const answer = ask(schemas[kind](how), input);
      if (report.verdict !== 'invalid') {
        assert.deepEqual(answer, { value: report.value?.normalized ?? input });
        assert.deepEqual(ask(schemas.identifier(kind, how), answer.value).issues, undefined, input);
      } else {
        const errors = report.findings.filter(({ severity }) => severity === 'error');
        assert.deepEqual(
          answer.issues.map(({ code }) => code),
          errors.map(({ code }) => code),
        );
        assert.ok(answer.issues.length > 0 && answer.issues.every(({ path }) => path.length === 0));
      }
      const strict = ask(schemas[kind]({ ...how, failOn: 'undetermined' }), input);
      assert.equal(strict.issues === undefined, report.verdict === 'valid', input);
      if (strict.issues) assert.ok(strict.issues.length > 0, input);
    }
  }
  assert.ok(Math.min(...Object.values(seen)) > 5, JSON.stringify(seen));
});

test('every corridor has a schema: its examples pass, and what is missing is said at each field', () => {
  let seen = 0;
  for (const { currency, rail, countries } of corridors()) {
    const how = { rail, ...(countries?.length === 1 && { country: countries[0] }) };
    const { fields } = bankAccountFields(currency, how);
    const examples = Object.fromEntries(fields.flatMap(({ name, example }) => (example ? [[name, example]] : [])));
    const report = validateBankAccount(currency, examples, how);
    const answer = ask(schemas.bankAccount(currency, how), examples);
    if (report.verdict === 'invalid') assert.ok(answer.issues.length > 0);
    else assert.deepEqual(answer, { value: report.normalized });

    const { issues } = ask(schemas.bankAccount(currency, how), {});
    const said = new Set(issues.map(({ path }) => path.join()));
    for (const { name, required } of fields) if (required) assert.ok(said.has(name), `${currency} ${rail} ${name}`);
    for (const { code, params } of validateBankAccount(currency, {}, how).findings) {
      if (code !== 'FIELD_ONE_OF_REQUIRED') continue;
      for (const name of params.fields.split(', ')) assert.ok(said.has(name), `${currency} ${rail} ${name}`);
      seen += 1;
    }
  }
  assert.ok(seen > 2);
});

test('what is no text and no object is an issue, never an exception', () => {
  for (const value of [5, true, {}, [], Symbol('a'), 5n]) {
    assert.equal(ask(schemas.iban(), value).issues[0].code, 'FIELD_TYPE');
  }
  for (const value of [undefined, null, '']) assert.equal(ask(schemas.iban(), value).issues[0].code, 'VALUE_EMPTY');
  for (const value of [undefined, null, 'text', 5, []]) {
    assert.equal(ask(schemas.bankAccount('EUR'), value).issues[0].code, 'FIELD_TYPE');
  }
  assert.deepEqual(ask(schemas.bankAccount('EUR'), { iban: 5 }).issues[0].path, ['iban']);
});

test('warnings are refused where that is asked for, in the words that are asked for', async () => {
  const bic = 'DEUTDEF0';
  assert.deepEqual(ask(schemas.bic(), bic), { value: bic });
  const [issue] = ask(schemas.bic({ failOn: 'warning' }), bic).issues;
  assert.deepEqual([issue.code, issue.severity], ['BIC_TEST', 'warning']);

  const messages = await loadMessages('de');
  const german = schemas.aba({ message: (finding) => messageOf(finding, messages) });
  assert.match(ask(german, '21000021').issues[0].message, /^Führende Nullen fehlen/);
  const [english] = ask(schemas.aba(), '21000021').issues;
  assert.match(english.message, /Did you mean 021000021\?$/);
  assert.equal(english.suggestion, '021000021');
});

/** What the vectors of a file ask of one kind. */
function vectorsOf(file) {
  const all = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return all
    .filter(({ call, args }) => call === 'validate' && typeof args[1] === 'string')
    .map(({ args: [kind, input, options] }) => ({ kind, input, options }));
}
