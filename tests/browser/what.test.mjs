// What is this?

import assert from 'node:assert/strict';
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
  assert.deepEqual(await page.locator('.candidate').evaluateAll((all) => all.map((one) => one.dataset.kind)), ['aba', 'caTransit', 'accountNumber']);
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
