// The snippets of the package's README, run as they stand there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { group, node, root, run } from './lib.mjs';

const { project, tool } = group('quick');
const readme = readFileSync(join(root, 'pkg/README.md'), 'utf8');
const { transform } = createRequire(join(root, 'pkg/package.json'))('esbuild');

const snippets = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
/** The snippets that name a file in their first line. */
const files = Object.fromEntries(
  snippets.flatMap(({ text }) => {
    const name = /^(?:\/\/|<!--) ([\w.]+\.\w+)/.exec(text)?.[1];
    return name ? [[name, text]] : [];
  }),
);

test('every snippet is run by one of the tests here', () => {
  const script = snippets.filter(({ language }) => language !== 'sh');
  const shown = script.filter(({ text }) => text.includes('// => '));
  assert.deepEqual(Object.keys(files), [
    'PayoutForm.jsx',
    'PayoutForm.vue',
    'hookForm.js',
    'tanstackForm.js',
    'zodPayout.js',
    'valibotPayout.js',
    'honoApp.js',
    'payouts.js',
    'rahat.service.ts',
    'check.worker.js',
    'check.js',
  ]);
  assert.equal(shown.length + Object.keys(files).length, script.length);
});

test('answers are those that are shown', () => {
  const shown = snippets.filter(({ text }) => text.includes('// => '));
  assert.equal(shown.length, 7);
  shown.forEach(({ text }, index) => {
    let count = 0;
    const source = text.replace(/^(.+); \/\/ => (.+)$/gm, (_, expression, value) => {
      count += 1;
      return `same(${expression}, ${value});`;
    });
    assert.equal(count, text.split('// => ').length - 1, text);
    const folder = project(`readme-${index}`, {
      'main.js': `import { deepStrictEqual as same } from 'node:assert';\n${source}\nconsole.log('ran');`,
    });
    assert.equal(node('main.js', folder), 'ran');
  });
});

test('the React form renders, and its types fit', async () => {
  const { code } = await transform(files['PayoutForm.jsx'], { loader: 'jsx', jsx: 'automatic' });
  const folder = project('readme-react', {
    'PayoutForm.jsx': files['PayoutForm.jsx'],
    'form.js': code,
    'main.js': `import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { messages } from 'offramp-core/form/messages/pt';
import { PayoutForm } from './form.js';
console.log(renderToStaticMarkup(createElement(PayoutForm, { currency: 'EUR', messages, onPay() {} })));`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'esnext',
        moduleResolution: 'bundler',
        target: 'es2022',
        lib: ['es2022', 'dom'],
        jsx: 'react-jsx',
        allowJs: true,
        checkJs: true,
        strict: false,
        noEmit: true,
        types: [],
      },
      files: ['PayoutForm.jsx'],
    }),
  });
  const markup = node('main.js', folder);
  assert.match(markup, /<label for="bankName">Banco<\/label><input id="bankName" inputMode="text" autoComplete="off"/);
  assert.equal(markup.split('<input').length - 1, 6);
  run(process.execPath, [tool('typescript/bin/tsc'), '-p', '.'], folder);
});

test('the Vue form renders', async () => {
  const { compileScript, parse } = await import(pathToFileURL(tool('vue/compiler-sfc/index.mjs')));
  const { descriptor, errors } = parse(files['PayoutForm.vue']);
  assert.deepEqual(errors, []);
  const { content } = compileScript(descriptor, {
    id: 'form',
    inlineTemplate: true,
    templateOptions: { ssr: true, ssrCssVars: [] },
  });
  const folder = project('readme-vue', {
    'form.js': content,
    'main.js': `import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { messages } from 'offramp-core/form/messages/fr';
import PayoutForm from './form.js';
console.log(await renderToString(createSSRApp(PayoutForm, { currency: 'GBP', messages })));`,
  });
  const markup = node('main.js', folder);
  assert.match(markup, /<label for="accountNumber">Numéro de compte<\/label>/);
  assert.equal(markup.split('<input').length - 1, 6);
});

/** The snippets of the section about schemas, and a script that uses one of them. */
function recipe(name, script) {
  const folder = project(`readme-${name}`, { [name]: files[name], 'main.js': script });
  return JSON.parse(node('main.js', folder));
}

test('react-hook-form shows the issues at their fields and hands over the electronic forms', () => {
  const answers = recipe(
    'hookForm.js',
    `import { createFormControl } from 'react-hook-form';
import { resolver } from './hookForm.js';
const answers = [];
for (const iban of ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013001']) {
  const { handleSubmit } = createFormControl({ defaultValues: { iban, accountName: 'John Doe' }, resolver });
  await handleSubmit((values) => answers.push(values), (errors) => answers.push({ [Object.keys(errors)]: errors.iban.message }))();
}
console.log(JSON.stringify(answers));`,
  );
  assert.deepEqual(answers, [
    { iban: 'DE89370400440532013000', accountName: 'John Doe' },
    { iban: 'The check digits do not match: at least one character is wrong.' },
  ]);
});

test('TanStack Form has the issues at the form and at the field', () => {
  const answers = recipe(
    'tanstackForm.js',
    `import { FieldApi, FormApi } from '@tanstack/form-core';
import { fieldValidators, validators } from './tanstackForm.js';
const answers = [];
for (const options of [{ validators }, {}]) {
  const form = new FormApi({ defaultValues: { iban: '', accountName: 'John Doe' }, ...options });
  form.mount();
  const field = new FieldApi({ form, name: 'iban', validators: options.validators ? {} : fieldValidators });
  field.mount();
  for (const iban of ['DE89370400440532013001', 'DE89370400440532013000']) {
    field.handleChange(iban);
    field.handleBlur();
    answers.push([form.state.canSubmit, ...field.state.meta.errors.map(({ code }) => code)]);
  }
}
console.log(JSON.stringify(answers));`,
  );
  assert.deepEqual(answers, [[false, 'IBAN_CHECKSUM'], [true], [false, 'IBAN_CHECKSUM'], [true]]);
});

test('Zod and Valibot have it as a part of their own schemas', () => {
  for (const [name, parse] of [
    ['zodPayout.js', 'payout.safeParse(value)'],
    ['valibotPayout.js', 'v.safeParse(payout, value)'],
  ]) {
    const [good, bad, none] = recipe(
      name,
      `import * as v from 'valibot';
import { payout } from './${name}';
const ask = (value) => {
  const result = ${parse};
  if (result.success) return result.data ?? result.output;
  return (result.error?.issues ?? result.issues).map(({ path, message }) => [path.map((part) => part.key ?? part), message]);
};
console.log(JSON.stringify([{ amount: '1', iban: 'DE89 3704 0044 0532 0130 00' }, { amount: '1', iban: 'DE89' }, { amount: '1' }].map(ask)));`,
    );
    assert.deepEqual(good, { amount: '1', iban: 'DE89370400440532013000' });
    assert.deepEqual(bad, [[['iban'], 'An IBAN from DE has 22 characters, this one has 4.']]);
    assert.equal(none[0][0][0], 'iban');
  }
});

test('Hono refuses with the issues', () => {
  const answers = recipe(
    'honoApp.js',
    `import { app } from './honoApp.js';
const ask = async (body) => {
  const response = await app.request('/destinations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return [response.status, await response.json()];
};
const [good, bad] = [await ask({ iban: 'DE89 3704 0044 0532 0130 00', accountName: 'John Doe' }), await ask({ iban: 'DE89' })];
console.log(JSON.stringify([good, bad[0], bad[1].error[0].path, bad[1].error[0].code]));`,
  );
  assert.deepEqual(answers, [
    [200, { iban: 'DE89370400440532013000', accountName: 'John Doe' }],
    400,
    ['iban'],
    'IBAN_LENGTH',
  ]);
});

test('the Express handlers answer', () => {
  const folder = project('readme-express', {
    'payouts.js': files['payouts.js'],
    'main.js': `import { payouts } from './payouts.js';
const sent = [];
const app = payouts({ apiKey: 'key', apiSecret: 'secret', send: async (url, request) => { sent.push(new Request(url, request)); return { ok: true }; } });
const server = app.listen(0, '127.0.0.1', async () => {
  const post = async (path, body) => {
    const response = await fetch('http://127.0.0.1:' + server.address().port + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return [response.status, await response.json()];
  };
  const good = await post('/destinations', { currency: 'USD', fields: { bankName: 'Chase', accountNumber: '12345678', aba: '021000021' } });
  const bad = await post('/destinations', { currency: 'USD', fields: {} });
  const none = await post('/destinations', { currency: 'USD' });
  const made = await post('/customers', { name: 'John Doe', email: 'john@example.com' });
  const refused = await post('/customers', { name: 'John Doe' });
  console.log(good[0], good[1].verdict, bad[0], bad[1].findings.length > 1, none[0], none[1].code, made[0], sent.length, sent[0].method, refused[0], refused[1].code, refused[1].findings.length > 0);
  server.close();
});`,
  });
  assert.equal(node('main.js', folder), '200 valid 422 true 400 ARGUMENT_INVALID 201 1 POST 400 INPUT_INVALID true');
});

test('the Rahat service pays, and sends nothing again that may have been paid', async () => {
  const source = files['rahat.service.ts'];
  assert.ok(source.split('\n').length < 40);
  const { code } = await transform(source, { loader: 'ts' });
  const folder = project('readme-rahat', {
    'rahat.service.ts': source,
    'service.js': code,
    'main.js': `import { createServer } from 'node:http';
import { RahatService } from './service.js';
const seen = [];
const answers = [[429, {}], [200, { data: { id: 'off_1', status: 'COMPLETED', amount: 99.5 } }], [400, { success: false, message: 'TIMEOUT' }], [400, { success: false, message: 'INVALID_ACCOUNT' }]];
const dumb = createServer(() => {}).listen(0, '127.0.0.1');
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece) => { body += piece; }).on('end', () => {
    seen.push([request.url, request.headers.authorization, JSON.parse(body)]);
    const [status, answer] = answers.shift();
    response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '0' }).end(JSON.stringify(answer));
  });
}).listen(0, '127.0.0.1', async () => {
  const variables = { OFFRAMP_URL: 'http://127.0.0.1:' + server.address().port, OFFRAMP_APP_ID: 'app', OFFRAMP_ACCESS_TOKEN: 'token', OFFRAMP_DEFAULT_PAYMENT_PROVIDER: 'cips', OFFRAMP_MAX_AMOUNT: '10000' };
  const service = new RahatService(variables);
  const details = { amount: 100, beneficiaryWalletAddress: 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ', beneficiaryBankDetails: { bankName: 'Nabil Bank Ltd.', accountNumber: '00112233445566', accountName: 'Sita Sharma' }, payoutUUID: 'payout-1', offrampType: 'bank', transactionHash: 'a'.repeat(64) };
  const caught = (error) => error.code ?? error.message;
  const paid = await service.pay(details);
  const unknown = await service.pay(details).catch(caught);
  const refused = await service.pay(details).catch(caught);
  const above = await service.pay({ ...details, amount: 10001 }).catch(caught);
  const record = { name: 'OFFRAMP_SETTINGS', value: { URL: variables.OFFRAMP_URL, APP_ID: 'app', ACCESS_TOKEN: 'token', MAX_AMOUNT: '50' } };
  const held = await (await RahatService.from(async () => record)).pay({ ...details, payoutProcessorId: 'cips' }).catch(caught);
  const silent = await new RahatService({ ...variables, OFFRAMP_URL: 'http://127.0.0.1:' + dumb.address().port }, 50).pay(details).catch(caught);
  console.log(paid.status, paid.amount, seen.length, seen[0][0], seen[0][1], seen[0][2].paymentProviderId, '|', unknown, '|', refused, '|', above, '|', held, '|', silent);
  server.close();
  dumb.close().closeAllConnections();
});`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'esnext',
        moduleResolution: 'bundler',
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        strict: true,
        noEmit: true,
        types: [],
      },
      files: ['rahat.service.ts'],
    }),
  });
  run(process.execPath, [tool('typescript/bin/tsc'), '-p', '.'], folder);
  assert.equal(
    node('main.js', folder),
    'COMPLETED 99.5 4 /offramp-request/instant Bearer token cips | instantOfframp: outcome_unknown TIMEOUT | refused: INVALID_ACCOUNT | INPUT_INVALID | INPUT_INVALID | instantOfframp: outcome_unknown NO_ANSWER',
  );
});

test('the worker reads a file in pieces and reports', () => {
  const folder = project('readme-worker', {
    'check.worker.js': files['check.worker.js'],
    'check.js': files['check.js'],
    'main.js': `import { check } from './check.js';
const rows = Array.from({ length: 20000 }, (_, index) => 'INR,1.00,user' + (index % 100 === 7 ? '' : index + '@okaxis'));
const file = new Blob(['currency,amount,vpa\\n' + rows.join('\\n') + '\\n']);
// Node has no Worker of the web: the script runs here, and messages are handed over
globalThis.Worker = class {
  constructor(url) { this.loaded = import(url); globalThis.self = { postMessage: (data) => this.onmessage({ data }) }; }
  async postMessage(data) { await this.loaded; return globalThis.self.onmessage({ data }); }
  terminate() { console.log(pieces > 1, found, last.summary.rows, last.summary.invalid, last.progress); }
};
let pieces = 0; let found = 0; let last;
check(file, (message) => { pieces += 1; found += message.rows.length; last = message; });`,
  });
  assert.equal(node('main.js', folder), 'true 200 20000 200 1');
});

test('every function of the package is in the table of functions', () => {
  const folder = project('readme-names', {
    'main.js':
      "import * as offramp from 'offramp-core';\nconsole.log(Object.entries(offramp).filter(([name, value]) => typeof value === 'function' && name !== 'OfframpError').map(([name]) => name).join(' '));",
  });
  // a row may be about several functions
  const described = [...readme.matchAll(/^\| (.*?) \|/gm)].map(([, first]) => first).join(' ');
  const missing = node('main.js', folder)
    .split(' ')
    .filter((name) => !described.includes(`\`${name}(`));
  assert.deepEqual(missing, []);
});
