// What is this?

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

test('says everything that a text could be, the likeliest first', async () => {
  const { page, close } = await open(browser, server.url, { part: 'what' });
  await page.fill('#text', '02100002 1');
  assert.deepEqual(await page.locator('.candidate').evaluateAll((all) => all.map((one) => one.dataset.kind)), [
    'aba',
    'caTransit',
    'accountNumber',
  ]);
  assert.match(await page.locator('[data-kind=aba] .verdict').textContent(), /check digits add up/);
  assert.match(await page.locator('[data-kind=caTransit]').textContent(), /00021/);
  await close();
});

test('says why it is nothing else', async () => {
  const { page, close } = await open(browser, server.url, { part: 'what' });
  await page.getByRole('button', { name: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' }).click();
  await page.getByText('What it is not, and why').click();
  const reasons = await page.locator('.nots').textContent();
  assert.match(reasons, /EVM transaction hashThis is an address, not a transaction hash/);
  assert.ok(!(await page.locator('.nots dt').allTextContents()).includes('Ethereum or EVM address'), 'it is that');
  await page.fill('#text', 'hello, world');
  assert.ok(await page.getByRole('heading', { name: 'Nothing that is known here' }).isVisible());
  await page.fill('#text', '');
  assert.equal(await page.locator('.answers').textContent(), '');
  await close();
});

test('markup in a text stays text', async () => {
  const { page, close } = await open(browser, server.url, { part: 'what' });
  await page.fill('#text', '<img src=x onerror=alert(1)>@okaxis');
  assert.equal(await page.locator('.answers img').count(), 0);
  await close();
});

const vectors = (provider) =>
  JSON.parse(readFileSync(new URL(`../vectors/webhooks/${provider}.json`, import.meta.url)));

async function deliver(page, scheme, [, settings, headers, body, { now }]) {
  await page.selectOption('#scheme', scheme);
  await page.fill('#webhook-secret', settings.secret);
  if (settings.url !== undefined) await page.fill('#webhook-url', settings.url);
  await page.fill(
    '#webhook-headers',
    Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  );
  await page.fill('#webhook-body', body);
  await page.fill('#webhook-now', now);
}

const outcome = async (page) => [
  await page.locator('.webhook .verdict h3').textContent(),
  await page.locator('.webhook .steps > li').evaluateAll((all) => all.map((one) => one.className)),
];

test('a webhook is verified step by step', async () => {
  const { page, close } = await open(browser, server.url, { part: 'what' });
  for (const [provider, scheme] of [
    ['coinut', 'coinut'],
    ['sentra', 'sentra-standard-webhooks'],
  ]) {
    const right = vectors(provider).find(({ name }) => name.includes('a delivery that is right')).args;
    await deliver(page, scheme, right);
    await page.waitForFunction(() => document.querySelectorAll('.webhook .steps > li').length === 4);
    assert.deepEqual(await outcome(page), ['Genuine', ['good', 'good', 'good', 'good']], provider);
    await page.fill('#webhook-body', `${right[3]} `);
    await page.waitForFunction(() => document.querySelector('.webhook .steps > li.bad'));
    assert.deepEqual(await outcome(page), ['Not to be trusted', ['good', 'good', 'good', 'bad']], provider);
    assert.match(await page.locator('.webhook .verdict').textContent(), /SIGNATURE_MISMATCH/);
    await page.fill('#webhook-body', right[3]);
    await page.fill('#webhook-now', '2024-06-09T03:40:02Z');
    await page.waitForFunction(() => document.querySelectorAll('.webhook .steps > li')[1]?.className === 'bad');
    assert.match(await page.locator('.webhook .verdict').textContent(), /TIMESTAMP_STALE/);
    await page.fill('#webhook-secret', '');
    await page.waitForFunction(() => document.querySelector('.webhook .verdict').textContent.includes('SECRET_EMPTY'));
  }
  await close();
});

test('the example delivery of every scheme is genuine, and its secret is hidden and not kept', async () => {
  const { page, close } = await open(browser, server.url, { part: 'what' });
  for (const scheme of await page.locator('#scheme option').evaluateAll((all) => all.map((one) => one.value))) {
    await page.selectOption('#scheme', scheme);
    await page.getByRole('button', { name: 'Fill in a delivery' }).click();
    await page.waitForFunction(
      () =>
        document.querySelector('.webhook .verdict h3').textContent === 'Genuine' &&
        !document.querySelector('.webhook .steps > li.bad'),
      null,
      { timeout: 5000 },
    );
    assert.equal(await page.locator('#webhook-secret').getAttribute('type'), 'password');
    assert.ok(
      !(
        await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]))
      ).includes('secret'),
    );
    await page.selectOption('#scheme', 'coinut');
    await page.fill('#webhook-headers', '');
    await page.fill('#webhook-body', '');
  }
  await close();
});
