// The entry for forms: formatting, findings and languages.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as offramp from '../../pkg/dist/index.js';
import {
  bankAccountForm,
  formatAsTyped,
  formatInput,
  languages,
  loadMessages,
  messageOf,
} from '../../pkg/dist/form/index.js';
import { fieldForms } from './corridors.mjs';

/** An input element under a typist: `|` is the caret. */
function typist(kind, start = '|') {
  const element = {
    value: start.replace('|', ''),
    selectionStart: start.indexOf('|'),
    setSelectionRange(from) {
      this.selectionStart = from;
    },
  };
  const edit = (from, to, text, inputType) => {
    element.value = element.value.slice(0, from) + text + element.value.slice(to);
    element.selectionStart = from + text.length;
    formatInput(kind, { target: element, inputType });
  };
  const typing = {
    type(text) {
      for (const character of text) edit(element.selectionStart, element.selectionStart, character, 'insertText');
      return typing;
    },
    paste(text) {
      edit(element.selectionStart, element.selectionStart, text, 'insertFromPaste');
      return typing;
    },
    backspace() {
      edit(Math.max(0, element.selectionStart - 1), element.selectionStart, '', 'deleteContentBackward');
      return typing;
    },
    del() {
      edit(element.selectionStart, element.selectionStart + 1, '', 'deleteContentForward');
      return typing;
    },
    get shown() {
      return `${element.value.slice(0, element.selectionStart)}|${element.value.slice(element.selectionStart)}`;
    },
  };
  return typing;
}

test('what is typed is grouped, and the caret stays behind the character that was typed', () => {
  assert.equal(typist('iban').type('de89370400440532013000').shown, 'DE89 3704 0044 0532 0130 00|');
  assert.equal(typist('sortCode').type('601613').shown, '60-16-13|');
  assert.equal(typist('bsb').type('062-000').shown, '062-000|');
  assert.equal(typist('ifsc').type('sbin0001234').shown, 'SBIN0001234|');
  assert.equal(typist('iban').paste('DE89-3704.0044\u00a00532 0130\u200b00').shown, 'DE89 3704 0044 0532 0130 00|');
  // in the middle
  assert.equal(typist('iban', 'DE89 |3704 0044').type('5').shown, 'DE89 5|370 4004 4');
  assert.equal(typist('iban', 'DE8|9 3704').type('12').shown, 'DE81 2|937 04');
});

test('deleting gets past separators in both directions', () => {
  assert.equal(typist('iban', 'DE89 |3704').backspace().shown, 'DE89| 3704');
  assert.equal(typist('iban', 'DE89 |3704').backspace().backspace().shown, 'DE8|3 704');
  assert.equal(typist('iban', 'DE89| 3704').del().shown, 'DE89 |3704');
  assert.equal(typist('iban', 'DE89| 3704').del().del().shown, 'DE89 |704');
  assert.equal(typist('sortCode', '60-16-13|').backspace().backspace().backspace().backspace().shown, '60|');
});

test('nothing that was typed is lost: a wrong value keeps what is wrong with it', () => {
  for (const [kind, text] of [
    ['iban', 'user@okaxis'],
    ['iban', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['sortCode', '123-456'],
    ['bsb', '12-34-56'],
    ['aba', '1.23E+15'],
    ['vpa', 'name @ okaxis'],
    ['accountNumber', '12 34'],
    ['iban', 'DE89…3000'],
    ['sortCode', '१२३४५६'],
    [undefined, ' a '],
    ['toString', 'a b'],
  ]) {
    assert.deepEqual(formatAsTyped(kind, text), { value: text, caret: text.length }, text);
  }
  const plain = (text) => text.replace(/[\s-]/g, '').toUpperCase();
  for (const kind of ['iban', 'bic', 'ifsc', 'aba', 'sortCode', 'bsb', 'phone', 'caTransit']) {
    for (const text of ['', '1', 'a-b c', '12345O', 'DE89 3704 0044', 'zzzzzzzzzzzz', '9'.repeat(40)]) {
      for (let caret = 0; caret <= text.length; caret++) {
        const typed = formatAsTyped(kind, text, caret);
        assert.equal(plain(typed.value), plain(text), `${kind} ${text}`);
        assert.equal(plain(typed.value.slice(0, typed.caret)), plain(text.slice(0, caret)), `${kind} ${text} ${caret}`);
        assert.deepEqual(formatAsTyped(kind, typed.value, typed.caret), typed, 'formatting twice changes nothing');
      }
    }
  }
});

test('a form says no wherever the package does, however a field was damaged', () => {
  for (const { options, currency, fields } of fieldForms(offramp)) {
    const form = bankAccountForm(offramp, currency, options);
    const right = Object.fromEntries(
      fields.filter((field) => field.example).map((field) => [field.name, field.example]),
    );
    for (const { name, example } of fields.filter((field) => field.example)) {
      for (const text of [
        '',
        `${example}0`,
        `${example}X`,
        `-${example}`,
        example.slice(1),
        example.slice(0, -1),
        example.replaceAll('0', 'O'),
        [...example].reverse().join(''),
        'NULL',
        'GB29NWBK60161331926819',
      ]) {
        const values = { ...right, [name]: text };
        const [asked, shown] = [
          offramp.validateBankAccount(currency, values, { ...options, rail: form.rail }),
          form.check(values),
        ];
        assert.equal(shown.verdict, asked.verdict, `${currency} ${name} ${text}`);
        const placed = [...Object.values(shown.byField).flat(), ...shown.general].map((finding) => finding.code).sort();
        assert.deepEqual(placed, asked.findings.map((finding) => finding.code).sort(), `${currency} ${name} ${text}`);
      }
    }
  }
});

test('formatting never changes the verdict on a valid value, and shows the paper form', () => {
  for (const { fields } of fieldForms(offramp)) {
    for (const { kind, example } of fields.filter((field) => field.kind && field.example)) {
      const { value } = formatAsTyped(kind, example);
      const report = offramp.validate(kind, value);
      assert.deepEqual(report, offramp.validate(kind, example), kind);
      if (['iban', 'sortCode', 'bsb'].includes(kind)) assert.equal(value, report.value.formatted);
    }
  }
});

test('an element being composed, and one without a caret, are left in order', () => {
  const composing = { value: 'de89370', selectionStart: 7 };
  assert.equal(formatInput('iban', { target: composing, isComposing: true }), 'de89370');
  assert.equal(formatInput('iban', { target: composing, nativeEvent: { isComposing: true } }), 'de89370');
  const bare = {
    value: 'de89370',
    selectionStart: null,
    setSelectionRange() {
      throw new Error('InvalidStateError');
    },
  };
  assert.equal(formatInput('iban', { target: bare }), 'DE89 370');
  assert.equal(bare.value, 'DE89 370');
});

const ibans = JSON.parse(readFileSync(new URL('../vectors/bank-accounts/by-iban.json', import.meta.url), 'utf8'));

test('the fields of every corridor in order, and its example is what the form accepts', async () => {
  const messages = await loadMessages('ne');
  for (const schema of fieldForms(offramp)) {
    const form = bankAccountForm(offramp, schema.currency, { ...schema.options, messages });
    assert.deepEqual(
      form.fields.map(({ name }) => name),
      schema.fields.map(({ name }) => name),
    );
    assert.deepEqual(form.groups, schema.anyOf);
    for (const field of form.fields) {
      assert.equal(field.label, messages.labels[field.name]);
      assert.match(field.help, /[\u0900-\u097f]/, field.help);
      assert.doesNotMatch(field.help, /[{}]/);
      assert.equal(field.oneOf !== undefined, schema.anyOf.flat().includes(field.name));
    }
    const values = Object.fromEntries(
      form.fields
        .filter((field) => field.example)
        .map((field) => [field.name, form.format(field.name, field.example).value]),
    );
    if (schema.rail === 'crypto') delete values.transactionHash;
    // not every country's IBAN has an example in the table of corridors
    if (form.fields.some(({ name, required, example }) => name === 'iban' && required && !example)) {
      values.iban = ibans.find(
        ({ args: [currency], expect }) => currency === schema.currency && expect.verdict === 'valid',
      ).args[1].iban;
    }
    const report = form.check(values);
    assert.notEqual(report.verdict, 'invalid', `${schema.currency} ${JSON.stringify(report.findings)}`);
    const empty = form.check({});
    assert.equal(empty.verdict, 'invalid');
    // what the rail wants, but the payment may do without, is named once nothing is wrong
    const missing = (names, found) => {
      const codes = found(
        form.check(Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))),
      ).map(({ code }) => code);
      return ['FIELD_REQUIRED', 'FIELD_ONE_OF_REQUIRED', 'RAIL_FIELD_MISSING'].find((code) => codes.includes(code));
    };
    for (const { name, required } of form.fields) {
      const code = required ? missing([name], ({ byField }) => byField[name]) : undefined;
      assert.equal(code !== undefined, required, `${schema.currency} ${schema.rail} ${name}`);
      const codes = empty.byField[name].map(({ code }) => code);
      if (code !== 'RAIL_FIELD_MISSING' || codes.length > 0)
        assert.deepEqual(codes, required ? ['FIELD_REQUIRED'] : [], name);
    }
    const groups = schema.anyOf.map((group) => missing(group, ({ general }) => general));
    assert.ok(!groups.includes(undefined), `${schema.currency} ${schema.rail}: ${groups}`);
    assert.deepEqual(
      empty.general.map(({ code }) => code),
      groups.filter((code) => code === 'FIELD_ONE_OF_REQUIRED'),
    );
  }
});

test('findings are in the language of the form, by field and of the whole, with a suggestion to accept', async () => {
  const form = bankAccountForm(offramp, 'USD', { messages: await loadMessages('de-AT') });
  let values = { bankName: 'Chase', accountNumber: '12345678', aba: '21000021' };
  const [finding] = form.checkField('aba', values);
  assert.equal(finding.code, 'SPREADSHEET_LEADING_ZERO');
  assert.match(finding.message, /^Führende Nullen fehlen/);
  assert.equal(finding.question, 'Meinten Sie 021000021?');
  assert.deepEqual(form.check(values).byField.aba, [finding]);
  values = form.accept(values, finding);
  assert.equal(values.aba, '021000021');
  assert.equal(form.check(values).verdict, 'valid');
  assert.deepEqual(form.check(values).normalized, { bankName: 'Chase', accountNumber: '12345678', aba: '021000021' });
  // names of fields and rails in messages are those that the form shows
  assert.equal(
    form.check({}).general[0].message,
    'Eines dieser Felder wird benötigt: Routing-Nummer (ABA) oder BIC (SWIFT-Code).',
  );
  assert.equal(
    form.checkField('ifsc', { ifsc: 'x' })[0].message,
    'Dieses Feld wird für US-Dollar (USD) per Banküberweisung nicht verwendet.',
  );
  assert.equal(form.accept(values, { ...finding, path: '/nothing' }), values);
});

test('values are in the language of the message: words of the core, countries, currencies, lists and numbers', async () => {
  const german = await loadMessages('de');
  const spanish = await loadMessages('es');
  const say = (code, params, messages = german) => messageOf({ code, params, message: '' }, messages);
  assert.equal(
    say('RAIL_UNKNOWN', { allowed: 'bank, vpa, mobile_money' }),
    'Unbekannter Zahlungsweg. Möglich sind: Banküberweisung, UPI oder Mobile Money.',
  );
  assert.equal(say('COLUMN_MISSING', { field: 'currency' }), 'Die Spalte Währung fehlt.');
  assert.equal(
    say('QUOTE_MISMATCH', { field: 'exchangeRate', expected: '1.0' }),
    'Wechselkurs im Angebot sollte 1.0 sein.',
  );
  assert.equal(
    say('IBAN_LENGTH', { country: 'DE', expected: '22', actual: '21' }),
    'Eine IBAN dieses Landes (Deutschland, DE) hat 22 Zeichen, eingegeben: 21.',
  );
  assert.equal(
    say('IBAN_LENGTH', { country: 'DE', expected: '22', actual: '21' }, spanish),
    'Un IBAN de Alemania (DE) tiene 22 caracteres; este tiene 21.',
  );
  // what is no country's letters, and what is a bank's, is said as it is
  assert.equal(
    say('IBAN_COUNTRY_UNKNOWN', { country: 'UK' }),
    'Eine IBAN beginnt mit einem Ländercode; UK ist keiner.',
  );
  assert.match(say('IBAN_BIC_MISMATCH', { expected: 'COBADEFF', found: 'DEUT' }), /COBADEFF beginnt, nicht mit DEUT/);
  // beside an amount the code of the currency stands alone
  assert.match(
    say('LIMIT_MINIMUM', { limit: 'maxAmount', minimum: '10.00', currency: 'EUR' }),
    /^Höchstbetrag: .* 10\.00 EUR\.$/,
  );
  assert.match(say('CURRENCY_NO_CORRIDOR', { currency: 'CHF' }, spanish), /franco suizo \(CHF\)/);
  assert.match(say('CURRENCY_NO_TOKEN', { currency: 'USDCX' }), /^USDCX ist kein Token/);
  assert.match(say('SHEET_UNKNOWN', { allowed: 'bank, Tab A' }), /bank, Tab A/);
});

/** A catalogue of no language: whatever comes out of it stands between ⟦ and ⟧. */
function pseudo(messages) {
  const marked = (text) => `⟦${text.replaceAll('{', '⟧{').replace(/\{\w+\}/g, '$&⟦')}⟧`;
  const all = (table) => Object.fromEntries(Object.entries(table).map(([name, text]) => [name, marked(text)]));
  return {
    language: 'en',
    suggestion: marked(messages.suggestion),
    findings: all(messages.findings),
    labels: all(messages.labels),
    words: all(messages.words),
    help: Object.fromEntries(Object.entries(messages.help).map(([name, texts]) => [name, all(texts)])),
  };
}

test('a form in a pseudo-language shows no word that is not of its catalogue', async () => {
  const english = await loadMessages('en');
  const german = await loadMessages('de');
  // the keys of the help texts are those of every catalogue but the English one
  const messages = pseudo({ ...english, help: german.help });
  // names of networks, services, banks and schemes are names in every language, and so is what was typed
  const typed = [
    'x',
    '12',
    'IBAN',
    'DE89370400440532013001',
    'GB82WEST12345698765432',
    'a@b',
    '+1',
    'null',
    '1.23E+15',
    'Test',
    '0x1',
    'DEUTDEFF',
    '021000021',
    'UBININBB',
  ];
  const leaks = new Set();
  const note = (text, what) => {
    const rest = text.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    // countries and currencies are the host's
    for (const word of rest
      .replace(/[A-Z][^⟦⟧,]*? \([A-Z]{2,3}\)/g, ' ')
      .match(/[a-z][a-z_]{2,}[A-Z]?\w*|[a-z]+_[a-z_]+/g) ?? [])
      leaks.add(`${word} (${what})`);
  };
  for (const schema of fieldForms(offramp)) {
    const form = bankAccountForm(offramp, schema.currency, { ...schema.options, messages });
    for (const { label, help, name } of form.fields) {
      note(label, `label of ${name}`);
      note(help, `help of ${name}`);
    }
    for (const value of typed) {
      const everywhere = Object.fromEntries(form.fields.map(({ name }) => [name, value]));
      for (const values of [{}, everywhere, { ...everywhere, ifsc: 'x', iban: 'x', nothing: 'x' }])
        for (const { code, message } of form.check(values).findings) note(message, code);
    }
  }
  // the host joins lists
  assert.deepEqual(
    [...leaks].filter((word) => !/^(?:and|or) /.test(word)),
    [],
  );
});

test('a field that is left shows the paper form, unless there is something to say', () => {
  const form = bankAccountForm(offramp, 'KES');
  assert.equal(form.tidy('phone', '+254712345678'), '+254 712345678');
  assert.equal(form.tidy('phone', '+25471'), '+25471');
  assert.equal(form.tidy('accountName', ' x '), ' x ');
});

test('a country, a provider and a strictness go to every question', () => {
  const codes = (options) =>
    bankAccountForm(offramp, 'EUR', options)
      .check({ bankName: 'B', iban: 'DE89370400440532013000', swift: 'COBADEFF' })
      .findings.map(({ code }) => code);
  assert.deepEqual(codes(), []);
  assert.deepEqual(codes({ country: 'FR' }), ['IBAN_COUNTRY_MISMATCH', 'BIC_COUNTRY_MISMATCH']);
  const sgd = { bankName: 'DBS', accountNumber: '0123456789', aba: '7171' };
  assert.equal(bankAccountForm(offramp, 'SGD', { provider: 'coinut' }).check(sgd).verdict, 'invalid');
  assert.notEqual(
    bankAccountForm(offramp, 'SGD', { provider: 'coinut', strictness: 'compat' }).check(sgd).verdict,
    'invalid',
  );
});

test('without a language the messages are English, and so is what a catalogue lacks', async () => {
  const finding = offramp.validate('iban', 'DE00').findings[0];
  const incomplete = { ...(await loadMessages('sw')), findings: {} };
  for (const messages of [undefined, incomplete]) assert.equal(messageOf(finding, messages), finding.message);
  const english = await loadMessages('en');
  for (const text of ['', 'DE00', '12', 'x@', '0x12', '£', 'DE89370400440532013001', 'GB29 NWBK 6016 1331 9268 1O']) {
    for (const found of offramp.validate('iban', text).findings) {
      const { country } = found.params ?? {};
      // a country has its name with its code
      const said = messageOf(found, english);
      const name = /^[A-Z]{2}$/.test(country) && new Intl.DisplayNames('en', { type: 'region' }).of(country);
      assert.equal(said.replace(`${name} (${country})`, country), found.message);
    }
  }
  assert.match(
    bankAccountForm(offramp, 'USD', { messages: english }).check({}).general[0].message,
    /Routing number \(ABA\) or BIC/,
  );
});

test('what is forgotten is said', async () => {
  assert.throws(() => bankAccountForm('USD'), /import \* as offramp from "offramp-core"/);
  assert.throws(() => bankAccountForm(offramp, 'XYZ'), { code: 'CORRIDOR_UNKNOWN' });
});

test('the first language of a list that is known is loaded, and English where there is none', async () => {
  for (const [wanted, language] of [
    ['de-AT', 'de'],
    [['fr-CA', 'en'], 'fr'],
    [['tlh', 'zh-Hant-TW', 'sw-KE'], 'sw'],
    ['es-MX', 'es-419'],
    ['es-ES', 'es'],
    ['es-419', 'es-419'],
    ['pt-BR', 'pt'],
    ['pt-PT', 'pt'],
    ['ne_NP.UTF-8', 'ne'],
    ['hi-Deva-IN', 'hi'],
    ['HI', 'hi'],
    [7, 'en'],
    ['tlh', 'en'],
    ['constructor', 'en'],
    ['', 'en'],
    [[], 'en'],
    [[undefined, null, 7], 'en'],
    [undefined, 'en'],
    [null, 'en'],
  ])
    assert.equal((await loadMessages(wanted)).language, language, String(wanted));
  for (const language of languages) assert.ok(language.startsWith((await loadMessages(language)).language), language);
});
