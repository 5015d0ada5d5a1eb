// A million rows in the browser, against the native command on the same file as anybody runs it: with all
// processors, while the page's worker is one thread.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, open, screenshots, target } from './lib/browser.mjs';
import { serve } from './lib/server.mjs';

const ROWS = 1_000_000;
const TURNS = 5;
const LONGEST_TASK = 100;
const SLOWEST = 3;
/** For the renderer as a whole, in MB: an empty page takes about a hundred. */
const MEMORY = 360;

const root = fileURLToPath(new URL('../../', import.meta.url));
const file = `${target}payouts-million.csv`;
let server;
let browser;

before(async () => {
  const cargo = (...args) => execFileSync('cargo', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  cargo('build', '--locked', '--release', '--features', 'cli');
  // not optimised, so that it shares what it needs with the tests
  cargo('build', '--locked', '--example', 'many_payouts');
  const out = openSync(file, 'w');
  spawnSync(`${target}debug/examples/many_payouts`, [String(ROWS)], { stdio: ['ignore', out, 'inherit'] });
  closeSync(out);
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

function native() {
  const began = performance.now();
  const { status, stdout } = spawnSync(`${target}release/offramp`, ['check', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 1, stdout);
  return performance.now() - began;
}

/** The peak of the largest renderer, in MB. */
function peak() {
  let most = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
      most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
    } catch {
      // it ended meanwhile
    }
  }
  return most;
}

test(`${ROWS.toLocaleString('en')} rows: no long task, at most ${SLOWEST} times the native time, bounded memory`, async () => {
  const measured = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const nativeTime = native();
    const { page, close } = await open(browser, server.url, { part: 'check' });
    await page.evaluate(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
      }).observe({ type: 'longtask', buffered: false });
      // gaps between messages tell what the observer might not
      globalThis.gap = 0;
      const channel = new MessageChannel();
      let last = performance.now();
      channel.port1.onmessage = () => {
        const now = performance.now();
        globalThis.gap = Math.max(globalThis.gap, now - last);
        last = now;
        setTimeout(() => channel.port2.postMessage(0), 4);
      };
      channel.port2.postMessage(0);
      document.querySelector('#file').addEventListener('change', () => (globalThis.began = performance.now()), { capture: true });
      new MutationObserver(() => {
        if (document.querySelector('.results:not([hidden]) .tile')) globalThis.ended ??= performance.now();
      }).observe(document.querySelector('#check'), { subtree: true, attributes: true, childList: true });
    });
    await page.setInputFiles('#file', file);
    // asked in every frame, the page would draw each of them for the asking alone
    await page.waitForFunction(() => globalThis.ended !== undefined, null, { timeout: 60_000, polling: 50 });
    await page.waitForSelector('.tbody .tr');
    // the table is used as well
    await page.locator('.scroller').evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight / 2));
    await page.selectOption('#filter-code', 'IBAN_CHECKSUM');
    await page.waitForFunction(() => document.querySelector('.filters [role=status]').textContent === '29,733 rows');
    await page.waitForSelector('.tbody .tr');
    const times = await page.evaluate(() => ({ browser: globalThis.ended - globalThis.began, longest: globalThis.longest, gap: globalThis.gap }));
    measured.push({ native: nativeTime, ...times, memory: peak() });
    assert.equal(await page.locator('.tile-number').first().textContent(), ROWS.toLocaleString('en'));
    if (turn === 0) await page.screenshot({ path: `${screenshots}million-1280-light.png`, fullPage: true });
    await close();
  }
  for (const one of measured) console.log(Object.entries(one).map(([name, value]) => `${name} ${value.toFixed(0)}`).join(', '));
  // each side is timed next to the other, and the middle turn counts: the machine may be busy with something else
  const middle = (of) => measured.map(of).sort((a, b) => a - b)[TURNS >> 1];
  const ratio = middle(({ browser: page, native: command }) => page / command);
  console.log(`browser ${middle((one) => one.browser).toFixed(0)} ms, native ${middle((one) => one.native).toFixed(0)} ms: ${ratio.toFixed(2)} times`);
  assert.ok(ratio <= SLOWEST, `${ratio.toFixed(2)} times the native time`);
  const longest = middle((one) => one.longest);
  assert.ok(longest <= LONGEST_TASK, `a task on the main thread takes ${longest} ms`);
  assert.ok(Math.max(...measured.map((one) => one.memory)) <= MEMORY, 'too much memory');
});

/** The longest task of the page while a million rows are sorted, searched, edited, corrected and put back. */
async function worked() {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: 'longtask', buffered: false });
  });
  const counted = (text) => page.waitForFunction((wanted) => document.querySelector('.filters [role=status]').textContent === wanted, text, { timeout: 60_000, polling: 50 });
  const all = `${ROWS.toLocaleString('en')} rows`;
  await page.setInputFiles('#file', file);
  await page.waitForSelector('.tbody .tr', { timeout: 60_000 });
  await page.selectOption('#filter-scope', 'all');
  await counted(all);
  for (let turn = 0; turn < 2; turn++) {
    await page.getByRole('button', { name: 'Amount' }).click();
    await counted(all);
    await page.waitForSelector('.tbody .tr');
  }
  await page.locator('.tbody .tr .td:nth-child(3)').first().click();
  await page.keyboard.type('edited-by-hand');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.td.changed', { timeout: 60_000 });
  await page.fill('#filter-search', 'edited-by-hand');
  await counted('1 row');
  await page.fill('#filter-search', '');
  await page.selectOption('#filter-scope', 'findings');
  await page.locator('[data-fix=LETTER_FOR_DIGIT]').click();
  await page.waitForFunction(() => /corrected/.test(document.querySelector('.note').textContent), null, { timeout: 120_000, polling: 100 });
  await page.locator('#undo').click();
  const longest = await page.evaluate(() => globalThis.longest);
  page.on('dialog', (dialog) => dialog.accept());
  await close();
  return longest;
}

test(`${ROWS.toLocaleString('en')} rows are sorted, searched and edited without a long task`, async () => {
  const longest = [];
  for (let turn = 0; turn < 3; turn++) longest.push(await worked());
  console.log(`longest tasks ${longest.map((one) => one.toFixed(0)).join(', ')} ms`);
  // as above, the middle turn counts
  const middle = longest.sort((a, b) => a - b)[1];
  assert.ok(middle <= LONGEST_TASK, `a task on the main thread takes ${middle} ms`);
});
