// Pay one.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { serve } from './lib/server.mjs';

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

const labels = (page) =>
  page.locator('[data-field] label').evaluateAll((all) => all.map((one) => one.firstChild.textContent));
const verdict = (page) => page.locator('.aside .verdict h3').textContent();

test('the form follows currency and rail', async () => {
  const { page, close } = await open(browser, server.url);
  assert.deepEqual(
    (await page.locator('#currency option').evaluateAll((all) => all.map((one) => one.value))).slice(0, 4),
    ['EUR', 'USD', 'GBP', 'AED'],
  );
  assert.ok((await labels(page)).includes('IBAN'));
  await page.selectOption('#currency', 'INR');
  assert.deepEqual(await labels(page), ['Account number', 'IFSC', 'Account holder', 'Bank']);
  assert.deepEqual(await page.locator('#country option').allTextContents(), ['India']);
  await page.getByLabel('UPI').check();
  assert.deepEqual(await labels(page), ['UPI address (VPA)', 'Account holder']);
  await page.selectOption('#currency', 'KES');
  assert.ok((await page.locator('[name=mobileProvider] option').allTextContents()).includes('MPESA'));
  await close();
});

test('mistakes are named as they are typed, and put right with one click', async () => {
  const { page, close } = await open(browser, server.url);
  assert.equal(await verdict(page), 'Not complete yet');
  await page.fill('[name=bankName]', 'Commerzbank');
  await page.fill('[name=swift]', 'COBADEFF');
  await page.fill('[name=iban]', 'DE8937040044O532013000');
  assert.equal(await page.locator('[data-field=iban] .finding').getAttribute('data-code'), 'LETTER_FOR_DIGIT');
  assert.equal(await page.locator('[name=iban]').getAttribute('aria-invalid'), 'true');
  assert.equal(await verdict(page), 'Cannot be paid as it stands');
  assert.equal(await page.locator('.finding[data-code=LETTER_FOR_DIGIT]').count(), 1, 'it is said once');
  await page.locator('[data-field=iban] .accept').click();
  assert.equal(await page.inputValue('[name=iban]'), 'DE89 3704 0044 0532 0130 00');
  assert.equal(await verdict(page), 'Can be paid');
  assert.deepEqual(
    await page
      .locator('[data-field=iban] .part')
      .evaluateAll((all) =>
        all.map((one) => [one.querySelector('b').textContent.trim(), one.querySelector('small')?.textContent]),
      ),
    [
      ['DE', 'Country'],
      ['89', 'Check digits'],
      ['3704 0044', 'Bank'],
      ['0532 0130 00', 'Account'],
    ],
  );
  assert.equal(await page.locator('.finding', { hasText: 'confused' }).count(), 0);
  await page.selectOption('#country', 'FR');
  assert.ok((await page.locator('.finding.warning').count()) > 0, 'the country of the payment is looked at');
  await close();
});

test('what is half typed is not called wrong', async () => {
  const { page, close } = await open(browser, server.url);
  await page.locator('[name=iban]').pressSequentially('DE89 3704');
  assert.equal(await page.locator('[data-field=iban] .finding').count(), 0);
  await page.locator('[name=swift]').focus();
  assert.equal(await page.locator('[data-field=iban] .finding').count(), 1);
  await close();
});

test('the caret stays where it was while an IBAN is grouped', async () => {
  const { page, close } = await open(browser, server.url);
  const iban = page.locator('[name=iban]');
  await iban.pressSequentially('de8937040044');
  assert.equal(await iban.inputValue(), 'DE89 3704 0044');
  await iban.evaluate((input) => input.setSelectionRange(2, 2));
  await page.keyboard.press('Delete');
  await page.keyboard.type('8');
  assert.deepEqual(await iban.evaluate((input) => [input.value, input.selectionStart]), ['DE89 3704 0044', 3]);
  await close();
});

test('the rule that decides has its source and date, and wishes of single providers stand apart', async () => {
  const { page, close } = await open(browser, server.url);
  await page.fill('[name=iban]', 'DE89370400440532013000');
  const facts = await page.locator('.aside .facts').first().textContent();
  assert.match(facts, /RuleRegulation \(EU\) 260\/2012, article 5\(7\).*Looked up 26 Nov 2026/);
  assert.match(facts, /Coinut wants besides/);
  assert.equal(await page.locator('[data-code=PROVIDER_REQUIRES]').count(), 0);
  await close();
});

test('the verdict is in sight on a phone', async () => {
  const { page, close } = await open(browser, server.url, { viewport: { width: 390, height: 700 } });
  await page.locator('[name=iban]').pressSequentially('DE89370400440532013000');
  const { top, bottom } = await page.locator('.dock').evaluate((dock) => dock.getBoundingClientRect().toJSON());
  assert.ok(top >= 0 && bottom <= 700, `${top} to ${bottom}`);
  assert.match(await page.locator('.dock').textContent(), /Can be paid/);
  await close();
});

test('choices are in the address, what was typed is only in a link that was asked for, and a reload loses neither', async () => {
  const { page, close } = await open(browser, server.url);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.selectOption('#currency', 'INR');
  await page.getByLabel('UPI').check();
  await page.fill('[name=vpa]', 'asha@okaxis');
  await page.waitForFunction(
    () => /#pay\?.*currency=INR/.test(location.hash) && JSON.stringify(history.state).includes('asha'),
  );
  assert.ok(!page.url().includes('asha'));
  // a reload would give the icon up while it is still on its way
  await page.waitForLoadState('networkidle');
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.equal(await page.inputValue('[name=vpa]'), 'asha@okaxis');
  await page.locator('#pay .menu summary').click();
  await page.getByRole('button', { name: 'Copy link to these choices' }).click();
  assert.ok(!(await page.evaluate(() => navigator.clipboard.readText())).includes('asha'));
  await page.getByRole('button', { name: 'Copy link with what I typed' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('asha'));
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await close();
  const other = await open(browser, link.split('#')[0], { part: link.split('#')[1] });
  assert.equal(await other.page.inputValue('[name=vpa]'), 'asha@okaxis');
  assert.equal(await other.page.inputValue('#currency'), 'INR');
  await other.page.waitForFunction(() => !location.hash.includes('asha'));
  await other.close();
});

test('messages and labels are in the language that was chosen, and it lasts', async () => {
  const { page, close } = await open(browser, server.url);
  for (const [language, said] of [
    ['de', 'Kontoinhaber'],
    ['fr', 'Titulaire'],
    ['es', 'Titular'],
    ['pt', 'Titular'],
    ['hi', 'खाता'],
    ['ne', 'खाता'],
    ['sw', 'akaunti'],
  ]) {
    await page.getByLabel('Language of messages').selectOption(language);
    await page.waitForFunction((word) => document.querySelector('#pay .fields').textContent.includes(word), said);
  }
  await page.getByLabel('Language of messages').selectOption('de');
  await page.fill('[name=iban]', 'DE8937040044O532013000');
  await page.waitForFunction(() =>
    /verwechselt|ähnlich/.test(document.querySelector('[data-field=iban] .finding')?.textContent ?? ''),
  );
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.ok((await labels(page)).includes('Kontoinhaber'));
  await close();
});

test('what is on the screen is there as code', async () => {
  const { page, close } = await open(browser, server.url);
  await page.fill('[name=iban]', 'DE89370400440532013000');
  await page.fill('[name=accountName]', 'D\'Arcy "x"');
  await page.locator('.in-code summary').first().click();
  const script = await page.locator('#call-javascript code').textContent();
  const core = await import('../../pkg/dist/index.js');
  const report = new Function('validateBankAccount', `${script.split('\n').slice(1).join('\n')}\nreturn report;`)(
    core.validateBankAccount,
  );
  assert.equal(report.verdict, 'valid');
  assert.match(await page.locator('#call-rust code').textContent(), /validate_bank_account\("EUR"/);
  assert.match(await page.locator('#call-command code').textContent(), /^offramp destination EUR/);
  await close();
});

test('every example can be paid', async () => {
  const { page, close } = await open(browser, server.url);
  const example = page.getByRole('button', { name: 'Fill in an example' });
  let filled = 0;
  for (const currency of await page.locator('#currency option').evaluateAll((all) => all.map((one) => one.value))) {
    await page.selectOption('#currency', currency);
    for (const rail of await page.locator('.rails input').all()) {
      await rail.check();
      // not every country's IBAN has an example
      if (await example.isDisabled()) {
        assert.equal(await page.locator('[name=iban]').getAttribute('aria-required'), 'true', currency);
        continue;
      }
      await example.click();
      filled += 1;
      const said = await verdict(page);
      assert.ok(
        ['Can be paid', 'Nothing found wrong'].includes(said),
        `${currency} ${await rail.inputValue()}: ${said}`,
      );
      assert.equal(await page.locator('[data-field] .finding').count(), 0, `${currency}: an example without findings`);
    }
  }
  assert.ok(filled > 25, `${filled}`);
  await close();
});

async function readyRequest(page, secret = "it's a $ecret") {
  await page.getByRole('button', { name: 'Fill in an example' }).click();
  await page.fill('[data-credential=apiSecret]', secret);
  await page.getByRole('tab', { name: 'Signature' }).click();
  await page.waitForSelector('.steps .good');
}

test('the request is signed as Node signs it', async () => {
  const { page, close } = await open(browser, server.url);
  await readyRequest(page);
  const http = await page.locator('#view-http code').textContent();
  const [head, body] = http.split('\n\n');
  const headers = Object.fromEntries(
    head
      .split('\n')
      .slice(1)
      .map((line) => line.split(': ')),
  );
  const hash = createHash('sha256').update(body).digest('hex');
  const canonical = [
    'POST',
    headers.Host,
    '/bank-account/add',
    '',
    hash,
    headers['X-Timestamp'],
    headers['X-Nonce'],
  ].join('\n');
  assert.equal(await page.locator('#view-signature code').first().textContent(), canonical);
  const signature = createHmac('sha256', "it's a $ecret").update(canonical).digest('hex');
  assert.equal(await page.locator('#view-signature code').nth(1).textContent(), signature);
  assert.equal(headers['X-Signature'], signature);
  assert.equal(JSON.parse(body).iban, 'DE89370400440532013000');
  await close();
});

test('curl and fetch say the same as the request, whatever is in it', async () => {
  const { page, close } = await open(browser, server.url);
  await page.getByRole('button', { name: 'Fill in an example' }).click();
  await page.fill('[name=accountName]', 'D\'Arcy "O\'Neil" $HOME `id` \\ é');
  const http = await page.locator('#view-http code').textContent();
  const body = http.split('\n\n')[1];
  const curl = await page.locator('#view-curl code').textContent();
  // the shell takes the command apart
  const words = execFileSync('sh', ['-c', `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; ${curl}`], {
    encoding: 'utf8',
  }).split('\0');
  assert.equal(words[words.indexOf('--data-binary') + 1], body);
  assert.ok(words.includes('https://ramp.hexarails.ai/bank-account/add'));
  const script = await page.locator('#view-fetch code').textContent();
  let called;
  await new Function('fetch', `return (async () => { ${script} })()`)((...given) => (called = given));
  assert.equal(called[0], 'https://ramp.hexarails.ai/bank-account/add');
  assert.equal(called[1].body, body);
  assert.equal(called[1].headers['X-Signature'], /X-Signature: (.*)/.exec(http)[1]);
  const python = await page.locator('#view-python code').textContent();
  const run = `import json, sys, types\nmodule = types.ModuleType('requests')\nmodule.request = lambda *given, **more: print(json.dumps([given, more['headers'], more['data'].decode()]))\nsys.modules['requests'] = module\n${python}`;
  const [given, headers, data] = JSON.parse(execFileSync('python3', ['-c', run], { encoding: 'utf8' }));
  assert.deepEqual([given, headers, data], [['POST', called[0]], called[1].headers, body]);
  const command = await page.locator('#view-command code').textContent();
  const input = execFileSync('sh', ['-c', `offramp() { cat; }; ${command}`], { encoding: 'utf8' });
  assert.equal(JSON.parse(input).accountName, JSON.parse(body).accountName);
  assert.match(await page.locator('#view-rust code').textContent(), /api::build_request\(provider, "addBankAccount"/);
  await close();
});

test('a body that is not text is said to be none, and reaches the shell and fetch unchanged', async () => {
  const { page, close } = await open(browser, server.url);
  await page.selectOption('#provider', 'unigox');
  await page.selectOption('#operation', 'uploadKycDocument');
  await page.locator('[data-path=id]').fill('550e8400-e29b-41d4-a716-446655440000');
  await page.locator('[data-path=document]').fill('data:image/png;name=scan.png;base64,iVBORw0KGgo=');
  await page.locator('[data-path=document_type]').selectOption('identity_front');
  const script = await page.locator('#view-fetch code').textContent();
  let called;
  await new Function('fetch', `return (async () => { ${script} })()`)((...given) => (called = given));
  const body = Buffer.from(called[1].body);
  assert.ok(body.includes(Buffer.from('iVBORw0KGgo=', 'base64')));
  assert.equal(called[1].method, 'POST');
  assert.ok((await page.locator('#view-http code').textContent()).endsWith(`\n\n(${body.length} bytes, not text)`));
  const curl = await page.locator('#view-curl code').textContent();
  assert.deepEqual(execFileSync('sh', ['-c', `curl() { cat; }; ${curl}`]), body);
  await close();
});

test('a request that would be refused is not built', async () => {
  const { page, close } = await open(browser, server.url);
  assert.equal(await page.locator('.request .verdict h3').textContent(), 'Input is missing');
  assert.ok(await page.locator('.output').isHidden());
  await page.selectOption('#operation', 'createCustomer');
  await page.locator('[data-path=name]').fill('John Doe');
  await page.locator('[data-path=email]').fill('john');
  assert.equal(await page.locator('.request .verdict h3').textContent(), 'No request is built');
  await page.locator('[data-path=email]').fill('john@example.com');
  assert.equal(await page.locator('.request .verdict h3').textContent(), 'Ready to be sent');
  await page.selectOption('#operation', 'createOfframpFlow');
  await page.locator('[data-path="from.currency"]').selectOption('USDC');
  await page.locator('[data-path="from.network"]').selectOption('MATIC');
  await page.locator('[data-path=to]').fill('bank_1');
  assert.ok(
    (await page.locator('#view-http code').textContent()).endsWith(
      '{"from":{"customerId":"cust_abc123","currency":"USDC","network":"MATIC"},"to":"bank_1"}',
    ),
  );
  assert.equal(await page.locator('.request .finding').getAttribute('data-code'), 'NETWORK_PARTIAL');
  await close();
});

test('secrets are kept nowhere', async () => {
  const { page, close } = await open(browser, server.url);
  await readyRequest(page, 'not-to-be-found');
  assert.equal(await page.locator('[data-credential=apiSecret]').getAttribute('type'), 'password');
  const kept = await page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      (await indexedDB.databases()).length,
      document.body.innerHTML,
    ]),
  );
  assert.ok(!kept.includes('not-to-be-found'));
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.notEqual(await page.inputValue('[data-credential=apiSecret]'), 'not-to-be-found');
  await close();
});

test('fees, limits and arrival stand beside the form', async () => {
  const { page, close } = await open(browser, server.url);
  const card = page.locator('section[aria-labelledby=money-title]');
  assert.match(await card.textContent(), /Sent1,000\.00 EUR.*− 5\.00.*− 1\.00.*Arrives994\.00 EUR/);
  await page.fill('[data-money=amount]', '10000.01');
  assert.equal(await card.locator('.finding').first().getAttribute('data-code'), 'LIMIT_MAXIMUM');
  await page.fill('[data-money=amount]', '1.001');
  assert.equal(await card.locator('.finding').first().getAttribute('data-code'), 'AMOUNT_TOO_PRECISE');
  await page.fill('[data-money=amount]', '100');
  assert.match(await card.textContent(), /Sent now, it arrives.*\d{4}.*Cut-off, SEPA16:00, Europe\/Brussels/);
  await close();
});

test('every operation of every provider has a form, and none of them breaks the page', async () => {
  const { page, close } = await open(browser, server.url);
  await page.getByRole('button', { name: 'Fill in an example' }).click();
  let all = 0;
  for (const provider of await page
    .locator('#provider option')
    .evaluateAll((options) => options.map((one) => one.value))) {
    await page.selectOption('#provider', provider);
    for (const operation of await page
      .locator('#operation option')
      .evaluateAll((options) => options.map((one) => one.value))) {
      await page.selectOption('#operation', operation);
      assert.match(
        await page.locator('.request .verdict h3').textContent(),
        /Ready to be sent|Input is missing|No request is built/,
        `${provider} ${operation}`,
      );
      all += 1;
    }
  }
  assert.ok(all > 20, `${all}`);
  await page.selectOption('#provider', 'unigox');
  await page.selectOption('#operation', 'listOrders');
  assert.match(await page.locator('#view-http code').textContent(), /^GET /);
  await close();
});
