// Check many.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as core from '../../pkg/dist/index.js';
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

async function check(page, bytes, name = 'payouts.csv') {
  const file = `${target}${name}`;
  writeFileSync(file, bytes);
  await page.setInputFiles('#file', file);
  await page.waitForSelector('.results:not([hidden]) .tile');
}

const tile = async (page, name) => Number((await page.locator('.tile', { hasText: name }).locator('.tile-number').first().textContent()).replaceAll(',', ''));

async function download(page, name) {
  const [got] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return { name: got.suggestedFilename(), text: readFileSync(await got.path(), 'utf8') };
}

const HEADER = 'reference,currency,amount,vpa,accountName';
const row = (number, vpa = 'user@okaxis', name = 'Asha') => `R-${number},INR,${number}.00,${vpa},${name}`;

test('counts what the core counts', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const lines = [HEADER, ...Array.from({ length: 500 }, (_, index) => row(index + 1, index % 5 === 0 ? 'user@gmail.com' : 'user@okaxis'))];
  await check(page, lines.join('\n'));
  const { summary } = core.checkCsv(lines.join('\n'));
  assert.equal(await tile(page, 'Rows'), summary.rows);
  assert.equal(await tile(page, 'Rejected'), summary.invalid);
  assert.equal(await tile(page, 'Accepted'), summary.rows - summary.invalid);
  assert.match(await page.locator('.currencies').textContent(), /INR125,250\.00/);
  assert.match(await page.locator('.codes').textContent(), /LOOKS_LIKE_EMAIL100/);
  await close();
});

test('filters by code and severity, and marks the cell', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await page.getByRole('button', { name: 'Try an example file' }).click();
  await page.waitForSelector('.tbody .tr');
  const all = await page.locator('.tbody .tr').count();
  await page.selectOption('#filter-severity', 'warning');
  await page.waitForFunction((before) => document.querySelectorAll('.tbody .tr').length < before, all);
  assert.equal(await page.locator('.tbody .tr').count(), 1);
  assert.equal(await page.locator('.tbody .td.marked.warning').evaluate((cell) => cell.firstChild.textContent), '=HYPERLINK(1)');
  await page.selectOption('#filter-severity', '');
  await page.selectOption('#filter-code', 'AMOUNT_TOO_PRECISE');
  await page.waitForFunction(() => document.querySelector('.td.marked.error')?.firstChild.textContent === '4100.005');
  await page.locator('.codes button', { hasText: 'DUPLICATE_REFERENCE' }).click();
  await page.waitForFunction(() => document.querySelector('.td.marked.error')?.firstChild.textContent === 'INV-1011');
  await page.locator('.tbody .tr button').click();
  assert.match(await page.locator('.detail').textContent(), /Row 13, line 14.*Row 11 has the same reference/);
  await close();
});

test('the table reaches every row', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const count = 20_000;
  await check(page, [HEADER, ...Array.from({ length: count }, (_, index) => row(index + 1, 'user@gmail.com'))].join('\r\n'));
  await page.waitForSelector('.tbody .tr');
  assert.ok((await page.locator('.tbody .tr').count()) < 60, 'only what is in sight is in the document');
  for (const share of [1, 0.5, 0.123, 0]) {
    const top = await page.locator('.scroller').evaluate((scroller, at) => (scroller.scrollTop = at * scroller.scrollHeight), share);
    await page.waitForFunction((wanted) => {
      const scroller = document.querySelector('.scroller');
      const { top: edge, bottom } = scroller.getBoundingClientRect();
      const rows = [...document.querySelectorAll('.tbody .tr')].filter((one) => one.getBoundingClientRect().bottom > edge + 40 && one.getBoundingClientRect().top < bottom);
      return rows.length > 5 && Math.abs(scroller.scrollTop - wanted) < 2;
    }, await page.locator('.scroller').evaluate((scroller) => scroller.scrollTop));
    assert.ok(top >= 0);
    const seen = await page.locator('.tbody .tr').evaluateAll((rows) => rows.map((one) => [Number(one.dataset.row), one.children[0].textContent, one.children[2].textContent]));
    for (const [number, line, reference] of seen) assert.deepEqual([line, reference], [String(number + 1), `R-${number}`]);
    if (share === 1) assert.equal(seen.at(-1)[0], count);
    if (share === 0) assert.equal(seen[0][0], 1);
  }
  await page.locator('.scroller').focus();
  await page.keyboard.press('End');
  await page.waitForSelector(`.tbody .tr[data-row="${count}"]`);
  await close();
});

const FORMULAS = ['=1+1', '+SUM(A1)', '-2+3', '@now', '\t=1', ' =1', '"=1,2"', '"\'=1"'];

test('accepted and rejected rows come back, disarmed and otherwise unchanged', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const good = [row(1), '', row(2, 'user@okaxis', '"A ""quoted"" name, with a comma"'), row(3, 'user@okaxis', 'D\'Arcy "x"')];
  const bad = [row(10, 'user@gmail.com', '=HYPERLINK("http://x.example")'), row(11, 'user@gmail.com', '"a\r\nb"')];
  const text = `\ufeff${[HEADER, ...good, ...bad, ...FORMULAS.map((cell, index) => row(20 + index, 'user@okaxis', cell))].join('\r\n')}`;
  await check(page, text);
  const accepted = await download(page, 'Accepted rows');
  const rejected = await download(page, 'Rejected rows');
  assert.deepEqual([accepted.name, rejected.name], ['payouts-accepted.csv', 'payouts-rejected.csv']);
  const { summary } = core.checkCsv(text);
  assert.equal(core.checkCsv(accepted.text).summary.rows, summary.rows - summary.invalid);
  assert.equal(core.checkCsv(accepted.text).summary.invalid, 0);
  assert.equal(core.checkCsv(rejected.text).summary.invalid, summary.invalid);
  for (const whole of [good[0], good[2], good[3]]) assert.ok(accepted.text.includes(`\n${whole}\n`), whole);
  assert.ok(rejected.text.split('\n')[0].endsWith(',findings'));
  assert.match(rejected.text, /LOOKS_LIKE_EMAIL \/vpa: /);
  for (const { text: file } of [accepted, rejected]) {
    for (const line of file.split('\n')) {
      for (const cell of line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) assert.doesNotMatch(cell.replace(/^"/, ''), /^\s*[=+\-@\t]/, line);
    }
  }
  await close();
});

test('numbers with a sign are no formulas', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const line = 'R-1,mobile_money,KES,100.00,+254712345678,MPESA';
  await check(page, `reference,rail,currency,amount,phone,mobileProvider\n${line}\n`);
  assert.equal((await download(page, 'Accepted rows')).text.split('\n')[1], line);
  await close();
});

const TRICKY = {
  'CR alone': [HEADER, row(1), row(2, 'user@gmail.com'), '', row(3, 'user@gmail.com')].join('\r'),
  'mixed line ends': `${HEADER}\n${row(1)}\r\n\r\n${row(2, 'user@gmail.com')}\r${row(3, 'user@gmail.com')}\n\n${row(4, 'user@gmail.com')}`,
  'an open quotation mark': [HEADER, row(1, 'user@gmail.com', '"open'), row(2, 'user@gmail.com'), row(3), row(4, 'user@gmail.com')].join('\n'),
  'a stray quotation mark': [HEADER, row(1, 'user@gmail.com', '"a"b'), row(2, 'user@gmail.com', 'a"b'), row(3)].join('\n'),
  'cells of several lines': [HEADER, row(1, 'user@gmail.com', '"a\nb\nc"'), row(2, 'user@gmail.com'), row(3)].join('\n'),
  semicolons: [HEADER, row(1, 'user@gmail.com'), row(2)].join('\n').replaceAll(',', ';'),
};

test('rows are found again whatever the line ends and quotation marks', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from([HEADER, row(1), row(2, 'user@gmail.com', 'Zoë')].join('\r\n'), 'utf16le')]);
  for (const [name, bytes] of [...Object.entries(TRICKY).map(([key, text]) => [key, Buffer.from(text)]), ['UTF-16', wide]]) {
    await check(page, bytes);
    await page.waitForSelector('.tbody .tr');
    const { rows, summary } = core.checkCsv(bytes);
    const wanted = rows.filter(({ findings }) => findings.length > 0);
    const seen = await page.locator('.tbody .tr').evaluateAll((all) => all.map((one) => [one.children[0].textContent, one.children[2].textContent]));
    assert.deepEqual(seen, wanted.map(({ line, reference }) => [String(line), reference]), name);
    const parts = [await download(page, 'Rejected rows')];
    if (summary.invalid < summary.rows) parts.push(await download(page, 'Accepted rows'));
    assert.ok(parts.every(({ text }) => text.length > 0), name);
  }
  await close();
});

test('says of every row what the core says', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const lines = [HEADER];
  for (let number = 1; number <= 9; number++) lines.push(row(number, number % 3 === 0 ? 'user@gmail.com' : 'user@okaxis'));
  // duplicates of several rows, of both kinds and together with other findings; short and long rows; amounts
  lines.push(row(4), row(2, 'user@gmail.com'), row(11).replace('11.00', '4.00'), row(12).replace('12.00', '5.00'), 'R-13,INR', `${row(14)},,`, row(15).replace('15.00', '1.005'), row(16).replace('INR', 'XXX'), row(5));
  // what stands at the end is UTF-8 that is broken
  const text = Buffer.concat([Buffer.from(`${lines.join('\n')}\nR-20,INR,20.00,user@okaxis,`), Buffer.from([0x5a, 0xc3, 0xbc, 0xff, 0x0a])]);
  await check(page, text);
  await page.waitForSelector('.tbody .tr');
  const wanted = core.checkCsv(text).rows.filter(({ findings }) => findings.length > 0);
  const codes = new Set(wanted.flatMap(({ findings }) => findings.map(({ code }) => code)));
  for (const code of ['DUPLICATE_REFERENCE', 'DUPLICATE_PAYMENT', 'LOOKS_LIKE_EMAIL', 'ROW_TOO_SHORT', 'ENCODING_NOT_UTF8']) assert.ok(codes.has(code), code);
  const seen = await page.locator('.tbody .tr').evaluateAll((all) => all.map((one) => [Number(one.dataset.row), one.querySelector('.why').className.split(' ').at(-1), one.querySelector('.why span').textContent, one.querySelector('.why .tag')?.textContent ?? '']));
  assert.deepEqual(seen, wanted.map(({ row: number, findings }) => [number, findings[0].severity, findings[0].message, findings.length > 1 ? `+${findings.length - 1}` : '']));
  for (const { row: number, findings } of wanted) {
    await page.locator(`.tbody .tr[data-row="${number}"] button`).click();
    const said = await page.locator('.detail .finding').allTextContents();
    assert.equal(said.length, findings.length);
    for (const [at, { code, message }] of findings.entries()) assert.ok(said[at].includes(message) && said[at].includes(code), `${number}: ${said[at]}`);
  }
  for (const code of codes) {
    const count = wanted.filter(({ findings }) => findings.some((finding) => finding.code === code)).length;
    await page.selectOption('#filter-code', code);
    await page.waitForFunction((number) => document.querySelectorAll('.tbody .tr').length === number, count);
  }
  await close();
});

test('a check is given up at once', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const line = `${row(7, 'user@gmail.com')}\n`;
  writeFileSync(`${target}long.csv`, `${HEADER}\n${line.repeat(1_500_000)}`);
  await page.setInputFiles('#file', `${target}long.csv`);
  await page.waitForFunction(() => document.querySelector('progress').value > 0.02);
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.ok(await page.getByText('Cancelled.').isVisible());
  assert.ok(await page.locator('.results').isHidden());
  for (let turn = 0; page.workers().length > 0; turn++) {
    assert.ok(turn < 100, 'the worker goes on');
    await page.waitForTimeout(20);
  }
  await close();
});

test('what is no file of payouts is said to be none', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await check(page, '');
  assert.match(await page.locator('.results').textContent(), /About the file/);
  assert.equal(await tile(page, 'Rows'), 0);
  await check(page, 'hello');
  assert.equal(await page.locator('.results .finding').first().getAttribute('data-code'), 'HEADER_MISSING');
  await close();
});
