// Check many, loaded again: the file and what was changed in it are there, until somebody has them forgotten.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open, target } from './lib/browser.mjs';
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

const HEADER = 'reference,currency,amount,iban,accountName';
const FILE = [
  HEADER,
  'R-1,EUR,1.00,DE8937040044O532013000,Asha',
  'R-2,EUR,2.00,DE8937040044O532013000,Noah',
  'R-3,EUR,x,DE89370400440532013000,Sita',
  '',
].join('\n');

const rejected = (page, number) =>
  page.waitForFunction(
    (wanted) => document.querySelectorAll('.tile-number')[2]?.textContent === wanted,
    String(number),
  );

async function check(page, text = FILE) {
  writeFileSync(`${target}reload.csv`, text);
  await page.setInputFiles('#file', `${target}reload.csv`);
  await page.waitForSelector('.kept button');
}

async function reload(page) {
  await page.reload();
  await page.waitForSelector('html[data-ready]');
}

/** What the browser keeps, by the tab. */
const kept = (page) =>
  page.evaluate(async () => {
    const database = await new Promise((resolve, reject) => {
      const asked = indexedDB.open('offramp-page');
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const count = (name) =>
      new Promise(
        (resolve) =>
          (database.transaction(name).objectStore(name).count().onsuccess = (event) => resolve(event.target.result)),
      );
    const counts = [await count('files'), await count('steps')];
    database.close();
    return counts;
  });

test('a reload loses neither the file nor the corrections nor what can be undone', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  page.on('dialog', (dialog) => dialog.accept());
  await check(page);
  await rejected(page, 3);
  await page.locator('#fix-all').click();
  await rejected(page, 1);
  await page.locator('.tbody .td.marked').first().click();
  await page.keyboard.type('3.00');
  await page.keyboard.press('Enter');
  await rejected(page, 0);
  for (let turn = 0; turn < 2; turn++) {
    await reload(page);
    await rejected(page, 0);
    assert.match(await page.locator('.kept').textContent(), /sent nowhere/);
    assert.equal(await page.locator('#undo').textContent(), 'Undo 1 change');
  }
  await page.locator('#undo').click();
  await rejected(page, 1);
  await reload(page);
  await rejected(page, 1);
  await page.locator('#undo').click();
  await rejected(page, 3);
  assert.ok(await page.locator('#undo').isDisabled());
  await close();
});

test('what is forgotten is gone, and so are later changes', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  page.on('dialog', (dialog) => dialog.accept());
  await check(page);
  await page.locator('#fix-all').click();
  await rejected(page, 1);
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.waitForFunction(() => /Forgotten/.test(document.querySelector('.kept').textContent));
  await page.locator('.tbody .td.marked').first().click();
  await page.keyboard.type('3.00');
  await page.keyboard.press('Enter');
  await rejected(page, 0);
  assert.deepEqual(await kept(page), [0, 0]);
  await reload(page);
  await page.waitForTimeout(300);
  assert.ok(await page.locator('.results').isHidden());
  await close();
});

test('another file takes the place of the one before', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  page.on('dialog', (dialog) => dialog.accept());
  await check(page);
  await page.locator('#fix-all').click();
  await rejected(page, 1);
  await check(page, `${HEADER}\nR-9,EUR,1.00,DE89370400440532013000,Asha\n`);
  await rejected(page, 0);
  assert.deepEqual(await kept(page), [1, 0]);
  await reload(page);
  await page.waitForFunction(() => document.querySelector('.tile-number')?.textContent === '1');
  await close();
});

test('another tab is shown nothing of it, and closed tabs are forgotten after an hour', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await check(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.waitForSelector('html[data-ready]');
  await other.waitForTimeout(300);
  assert.ok(await other.locator('.results').isHidden());
  await page.goto('about:blank');
  await reload(other);
  assert.deepEqual(await kept(other), [1, 0], 'a tab that is being loaded again looks closed');
  await other.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 2 * 60 * 60 * 1000;
  });
  await reload(other);
  for (let turn = 0; (await kept(other))[0] > 0; turn++) {
    assert.ok(turn < 100, 'it is kept');
    await other.waitForTimeout(20);
  }
  await page.goto(server.url);
  await other.close();
  await close();
});
