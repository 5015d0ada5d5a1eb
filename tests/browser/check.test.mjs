// Check many.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as core from '../../pkg/dist/index.js';
import { launch, open, picture, target } from './lib/browser.mjs';
import { serve } from './lib/server.mjs';
import { kinds, rows } from '../files/source.mjs';

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
  await page.evaluate(() => document.querySelector('.results')?.setAttribute('hidden', ''));
  await page.setInputFiles('#file', file);
  await page.waitForSelector('.results:not([hidden]) .tile');
}

const tile = async (page, name) =>
  Number(
    (await page.locator('.tile', { hasText: name }).locator('.tile-number').first().textContent()).replaceAll(',', ''),
  );

async function download(page, name) {
  const [got] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  const bytes = readFileSync(await got.path());
  return { name: got.suggestedFilename(), bytes, text: bytes.toString('utf8') };
}

const HEADER = 'reference,currency,amount,vpa,accountName';
const row = (number, vpa = 'user@okaxis', name = 'Asha') => `R-${number},INR,${number}.00,${vpa},${name}`;

test('counts what the core counts', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const lines = [
    HEADER,
    ...Array.from({ length: 500 }, (_, index) => row(index + 1, index % 5 === 0 ? 'user@gmail.com' : 'user@okaxis')),
  ];
  await check(page, lines.join('\n'));
  const { summary } = core.checkCsv(lines.join('\n'));
  assert.equal(await tile(page, 'Rows'), summary.rows);
  assert.equal(await tile(page, 'Rejected'), summary.invalid);
  assert.equal(await tile(page, 'Accepted'), summary.rows - summary.invalid);
  assert.match(await page.locator('.currencies').textContent(), /INR125,250\.00/);
  assert.match(
    await page.locator('.problem[data-code=LOOKS_LIKE_EMAIL]').textContent(),
    /UPI address \(VPA\): Looks like email100 rows/,
  );
  await close();
});

test('workbooks and packed files are read by a part that is loaded for them', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const loaded = [];
  page.on('request', (request) => loaded.push(request.url()));
  const isPart = (url) => /\/workbook-[^/]*\.js$/.test(url);
  const all = kinds(rows(1000));
  const { summary } = core.checkFile(all.find(({ name }) => name === 'CSV').bytes);
  for (const { name, bytes, packed } of all.sort((a, b) => Number(a.packed ?? false) - Number(b.packed ?? false))) {
    assert.equal(loaded.some(isPart) && !packed, false, `${name} needs no such part`);
    await check(
      page,
      bytes,
      `payouts.${{ NDJSON: 'ndjson', JSON: 'json', xlsx: 'xlsx', gzip: 'csv.gz', zip: 'zip' }[name] ?? 'csv'}`,
    );
    assert.deepEqual([await tile(page, 'Rows'), await tile(page, 'Rejected')], [1000, summary.invalid], name);
  }
  assert.ok(loaded.some(isPart));
  // the last was the workbook, which comes back as CSV
  const { name, text } = await download(page, 'Accepted rows');
  assert.equal(name, 'payouts-accepted.csv');
  assert.equal(core.checkCsv(text).summary.rows, 1000 - summary.invalid);
  // another sheet
  await page.getByText('Rules', { exact: true }).click();
  await page.fill('#file-sheet', 'Other');
  await page.locator('#file-sheet').blur();
  await page.getByText('The workbook has no sheet of this name; it has Payouts.').waitFor();
  await page.fill('#file-sheet', 'payouts');
  await page.locator('#file-sheet').blur();
  await page.waitForFunction(() => document.querySelector('.tile-number')?.textContent === '1,000');
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
  assert.equal(
    await page.locator('.tbody .td.marked.warning').evaluate((cell) => cell.firstChild.textContent),
    '=HYPERLINK(1)',
  );
  await page.selectOption('#filter-severity', '');
  await page.selectOption('#filter-code', 'AMOUNT_TOO_PRECISE');
  await page.waitForFunction(() => document.querySelector('.td.marked.error')?.firstChild.textContent === '4100.005');
  // the rarer ones are behind a button
  await page.getByRole('button', { name: /^\d+ more$/ }).click();
  await page.locator('.problem[data-code=DUPLICATE_REFERENCE]').getByRole('button', { name: 'Show' }).click();
  await page.waitForFunction(() => document.querySelector('.td.marked.error')?.firstChild.textContent === 'INV-1011');
  await page.locator('.tbody .tr .line button').click();
  assert.match(await page.locator('.detail').textContent(), /Row 13, line 14.*Row 11 has the same reference/);
  await close();
});

test('the table reaches every row', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const count = 20_000;
  await check(
    page,
    [HEADER, ...Array.from({ length: count }, (_, index) => row(index + 1, 'user@gmail.com'))].join('\r\n'),
  );
  await page.waitForSelector('.tbody .tr');
  assert.ok((await page.locator('.tbody .tr').count()) < 60, 'only what is in sight is in the document');
  for (const share of [1, 0.5, 0.123, 0]) {
    const top = await page
      .locator('.scroller')
      .evaluate((scroller, at) => (scroller.scrollTop = at * scroller.scrollHeight), share);
    await page.waitForFunction(
      (wanted) => {
        const scroller = document.querySelector('.scroller');
        const { top: edge, bottom } = scroller.getBoundingClientRect();
        const rows = [...document.querySelectorAll('.tbody .tr')].filter(
          (one) => one.getBoundingClientRect().bottom > edge + 40 && one.getBoundingClientRect().top < bottom,
        );
        return rows.length > 5 && Math.abs(scroller.scrollTop - wanted) < 2;
      },
      await page.locator('.scroller').evaluate((scroller) => scroller.scrollTop),
    );
    assert.ok(top >= 0);
    const seen = await page
      .locator('.tbody .tr')
      .evaluateAll((rows) =>
        rows.map((one) => [Number(one.dataset.row), one.children[0].textContent, one.children[2].textContent]),
      );
    for (const [number, line, reference] of seen)
      assert.deepEqual([line, reference], [String(number + 1), `R-${number}`]);
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
  const good = [
    row(1),
    '',
    row(2, 'user@okaxis', '"A ""quoted"" name, with a comma"'),
    row(3, 'user@okaxis', 'D\'Arcy "x"'),
  ];
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
      for (const cell of line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
        assert.doesNotMatch(cell.replace(/^"/, ''), /^\s*[=+\-@\t]/, line);
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
  'an open quotation mark': [
    HEADER,
    row(1, 'user@gmail.com', '"open'),
    row(2, 'user@gmail.com'),
    row(3),
    row(4, 'user@gmail.com'),
  ].join('\n'),
  'a stray quotation mark': [HEADER, row(1, 'user@gmail.com', '"a"b'), row(2, 'user@gmail.com', 'a"b'), row(3)].join(
    '\n',
  ),
  'cells of several lines': [HEADER, row(1, 'user@gmail.com', '"a\nb\nc"'), row(2, 'user@gmail.com'), row(3)].join(
    '\n',
  ),
  semicolons: [HEADER, row(1, 'user@gmail.com'), row(2)].join('\n').replaceAll(',', ';'),
};

test('rows are found again whatever the line ends and quotation marks', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const wide = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from([HEADER, row(1), row(2, 'user@gmail.com', 'Zoë')].join('\r\n'), 'utf16le'),
  ]);
  for (const [name, bytes] of [
    ...Object.entries(TRICKY).map(([key, text]) => [key, Buffer.from(text)]),
    ['UTF-16', wide],
  ]) {
    await check(page, bytes);
    await page.waitForSelector('.tbody .tr');
    const { rows, summary } = core.checkCsv(bytes);
    const wanted = rows.filter(({ findings }) => findings.length > 0);
    const seen = await page
      .locator('.tbody .tr')
      .evaluateAll((all) => all.map((one) => [one.children[0].textContent, one.children[2].textContent]));
    assert.deepEqual(
      seen,
      wanted.map(({ line, reference }) => [String(line), reference]),
      name,
    );
    const parts = [await download(page, 'Rejected rows')];
    if (summary.invalid < summary.rows) parts.push(await download(page, 'Accepted rows'));
    assert.ok(
      parts.every(({ text }) => text.length > 0),
      name,
    );
  }
  await close();
});

test('says of every row what the core says', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const lines = [HEADER];
  for (let number = 1; number <= 9; number++)
    lines.push(row(number, number % 3 === 0 ? 'user@gmail.com' : 'user@okaxis'));
  // duplicates of several rows, of both kinds and together with other findings; short and long rows; amounts
  lines.push(
    row(4),
    row(2, 'user@gmail.com'),
    row(11).replace('11.00', '4.00'),
    row(12).replace('12.00', '5.00'),
    'R-13,INR',
    `${row(14)},,`,
    row(15).replace('15.00', '1.005'),
    row(16).replace('INR', 'XXX'),
    row(5),
  );
  // what stands at the end is UTF-8 that is broken
  const text = Buffer.concat([
    Buffer.from(`${lines.join('\n')}\nR-20,INR,20.00,user@okaxis,`),
    Buffer.from([0x5a, 0xc3, 0xbc, 0xff, 0x0a]),
  ]);
  await check(page, text);
  await page.waitForSelector('.tbody .tr');
  const wanted = core.checkCsv(text).rows.filter(({ findings }) => findings.length > 0);
  const codes = new Set(wanted.flatMap(({ findings }) => findings.map(({ code }) => code)));
  for (const code of [
    'DUPLICATE_REFERENCE',
    'DUPLICATE_PAYMENT',
    'LOOKS_LIKE_EMAIL',
    'ROW_TOO_SHORT',
    'ENCODING_NOT_UTF8',
  ])
    assert.ok(codes.has(code), code);
  const seen = await page
    .locator('.tbody .tr')
    .evaluateAll((all) =>
      all.map((one) => [
        Number(one.dataset.row),
        one.querySelector('.why').className.split(' ').at(-1),
        one.querySelector('.why span').textContent,
        one.querySelector('.why .tag')?.textContent ?? '',
      ]),
    );
  assert.deepEqual(
    seen,
    wanted.map(({ row: number, findings }) => [
      number,
      findings[0].severity,
      findings[0].message,
      findings.length > 1 ? `+${findings.length - 1}` : '',
    ]),
  );
  for (const { row: number, findings } of wanted) {
    await page.locator(`.tbody .tr[data-row="${number}"] .line button`).click();
    const said = await page.locator('.detail .finding').allTextContents();
    assert.equal(said.length, findings.length);
    for (const [at, { code, message }] of findings.entries())
      assert.ok(said[at].includes(message) && said[at].includes(code), `${number}: ${said[at]}`);
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
  assert.ok(await page.locator('#mapping').isHidden(), 'there is nothing to put right and nothing to take along');
  assert.ok(await page.locator('.downloads').isHidden());
  await check(page, 'hello');
  assert.equal(await page.locator('.about .finding').first().getAttribute('data-code'), 'HEADER_MISSING');
  await close();
});

const MESSY = [
  'Muster GmbH;;;;;;;',
  'Zahlungsliste November 2026;;;;;;;',
  '',
  'Referenz;Empfänger;IBAN;Kontonummer;Routing-Nummer;Betrag;Währung;Land',
  'R-1;Marie Dubois;DE89 3704 0044 0532 0130 00;;;1.250,00;EUR;DE',
  'R-2;Jürgen Müller;DE8937040044O532013000;;;980,50;EUR;DE',
  'R-3;Noah Smith;;000123456789;21000021;2.200,00;USD;US',
  'R-4;Asha Sharma;;987654321;21000021;75,20;USD;US',
  'R-5;Luis Garcia;NL91ABNA041716430;;;310,00;EUR;NL',
  'Summe;;;;;4.815,70;;',
].join('\r\n');

/** A person at the page, whose clicks are counted. */
function counting() {
  let clicks = 0;
  return {
    click(locator) {
      clicks += 1;
      return locator.click();
    },
    get clicks() {
      return clicks;
    },
  };
}

for (const width of [1280, 390]) {
  test(`a messy file becomes a clean one in a few clicks, ${width} px`, async () => {
    const { page, close } = await open(browser, server.url, { part: 'check', viewport: { width, height: 844 } });
    const person = counting();
    const began = performance.now();
    // choosing the file is one of them
    await person.click(page.locator('label[for=file]'));
    await check(page, Buffer.from(MESSY, 'latin1'), 'zahlungen.csv');
    assert.equal(await tile(page, 'Rejected'), 5);
    const shown = (step, first, last) =>
      width > 800 ? picture(page, `messy-${step}`, page.locator(first), page.locator(last ?? first)) : undefined;
    await shown(1, '.tiles', 'section[aria-labelledby=problems-title]');
    await person.click(page.getByRole('button', { name: 'Correct all that is certain' }));
    await page.waitForFunction(
      () =>
        document.querySelectorAll('.problem').length === 1 + document.querySelectorAll('.problem .icon-info').length,
    );
    assert.equal(await tile(page, 'Rejected'), 1);
    await shown(2, '.tiles', 'section[aria-labelledby=problems-title]');
    // the last one is a guess, which only a person can choose
    await person.click(page.locator('.problem .icon-error ~ div').getByRole('button', { name: 'Show' }));
    await person.click(page.locator('.tbody .tr .line button').first());
    await page.waitForSelector('.detail .accept');
    await shown(3, 'section[aria-labelledby=rows-title]');
    await person.click(page.locator('.detail .accept').first());
    await page.waitForFunction(() => document.querySelectorAll('.tile-number')[2].textContent === '0');
    await shown(4, '.tiles');
    await shown(5, '.downloads');
    const corrected = await download(page, 'Corrected file');
    const changes = await download(page, 'List of changes');
    console.log(`${width} px: ${person.clicks + 2} clicks, ${((performance.now() - began) / 1000).toFixed(1)} s`);
    assert.ok(person.clicks + 2 < 15 && performance.now() - began < 120_000);
    assert.equal(corrected.name, 'zahlungen-corrected.csv');
    const lines = corrected.bytes.toString('latin1').split('\r\n');
    const before = MESSY.split('\r\n');
    assert.equal(lines.length, before.length, 'in the encoding and with the line ends it came in');
    for (const at of [0, 1, 2, 3, 9]) assert.equal(lines[at], before[at]);
    assert.equal(lines[5], 'R-2;Jürgen Müller;DE89370400440532013000;;;980.50;EUR;DE');
    const { summary } = core.checkCsv(corrected.bytes);
    assert.deepEqual([summary.rows, summary.invalid], [5, 0]);
    assert.deepEqual(
      summary.totals.map(({ currency, amount }) => [currency, amount]),
      [
        ['EUR', '2540.50'],
        ['USD', '2275.20'],
      ],
    );
    assert.match(changes.text, /3;7;Routing-Nummer;21000021;021000021;SPREADSHEET_LEADING_ZERO/);
    assert.equal(core.checkCsv((await download(page, 'Accepted rows')).text).summary.rows, 5);
    await close();
  });
}

test('a cell is edited where it stands, judged at once, and the change undone', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await check(page, [HEADER, row(1), row(2, 'user@gmail.com'), row(3)].join('\n'));
  await page.locator('.tbody .td.marked').click();
  await page.keyboard.type('user@okaxis');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.tile-number')[2].textContent === '0');
  assert.equal(await page.locator('.tbody .td.changed').evaluate((cell) => cell.firstChild.textContent), 'user@okaxis');
  await page.locator('#undo').click();
  await page.waitForFunction(() => document.querySelectorAll('.tile-number')[2].textContent === '1');
  assert.equal(
    await page.locator('.tbody .td.marked').evaluate((cell) => cell.firstChild.textContent),
    'user@gmail.com',
  );
  await page.locator('.tbody .td.marked').click();
  await page.keyboard.type('nothing');
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#undo').isDisabled());
  await close();
});

test('what one row says of another follows a change', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await check(page, [HEADER, row(1), row(1, 'other@okaxis').replace('1.00', '2.00')].join('\n'));
  assert.equal(await tile(page, 'Rejected'), 1);
  await page.locator('.tbody .td.marked').first().click();
  await page.keyboard.type('R-2');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.tile-number')[2].textContent === '0');
  await close();
});

test('columns are given another meaning, which is remembered for the next file', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const file = 'ref no.;currency;how many;wohin\nA;INR;1.00;user@okaxis\n';
  await check(page, file);
  assert.ok(
    await page.locator('#mapping').evaluate((details) => details.open),
    'a column that is needed was not found',
  );
  await page.getByLabel('how many').selectOption('amount');
  await page.getByLabel('wohin').selectOption('vpa');
  await page.waitForFunction(() => document.querySelectorAll('.tile-number')[1].textContent === '1');
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await check(page, file);
  await page.waitForFunction(() => document.querySelectorAll('.tile-number')[1].textContent === '1');
  await close();
});

test('rows are searched and sorted, and all of them shown', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await check(page, [HEADER, row(1), row(20, 'user@gmail.com', 'Zoë'), row(3), row(11)].join('\n'));
  const references = async () =>
    page.locator('.tbody .tr').evaluateAll((all) => all.map((one) => one.children[2].textContent));
  const shown = (number) =>
    page.waitForFunction((wanted) => document.querySelectorAll('.tbody .tr').length === wanted, number);
  await page.selectOption('#filter-scope', 'all');
  await shown(4);
  await page.getByRole('button', { name: 'Amount' }).click();
  await page.waitForFunction(
    () => document.querySelector('.tbody .tr:nth-child(2)')?.children[2].textContent === 'R-3',
  );
  assert.deepEqual(await references(), ['R-1', 'R-3', 'R-11', 'R-20']);
  await page.getByRole('button', { name: 'Amount' }).click();
  await page.waitForFunction(() => document.querySelector('.tbody .tr')?.children[2].textContent === 'R-20');
  assert.deepEqual(await references(), ['R-20', 'R-11', 'R-3', 'R-1']);
  await page.fill('#filter-search', 'zoË');
  await shown(1);
  assert.deepEqual(await references(), ['R-20']);
  await page.fill('#filter-search', 'r-1');
  await shown(2);
  await close();
});

test('a template keeps every rule', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  const [got] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download a template' }).click(),
  ]);
  const { summary } = core.checkCsv(readFileSync(await got.path()));
  assert.deepEqual([summary.invalid, summary.rows > 3], [0, true]);
  await close();
});

test('a file of JSON comes back as one, and no number loses a digit', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await check(
    page,
    '[{"reference": "A", "currency": "EUR", "amount": 1234567.10, "note": 12345678901234567890.12, "iban": "DE8937040044O532013000"}]',
    'payouts.json',
  );
  await page.getByRole('button', { name: 'Correct all that is certain' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.tile-number')[2].textContent === '0');
  const { name, text } = await download(page, 'Corrected file');
  assert.equal(name, 'payouts-corrected.json');
  assert.match(text, /"amount": 1234567\.10,\s+"note": 12345678901234567890\.12,\s+"iban": "DE89370400440532013000"/);
  await close();
});

test('headings of the table are in the language that was chosen', async () => {
  const { page, close } = await open(browser, server.url, { part: 'check' });
  await check(
    page,
    'reference,currency,amount,country,rail,accountName,vpa,colour\nA,INR,1.00,IN,vpa,Asha,user@gmail.com,blue\n',
  );
  const headings = () => page.locator('.thead [role=columnheader] button').allTextContents();
  const english = await headings();
  for (const heading of ['Line', 'Finding', 'Reference', 'Account holder', 'colour (not used)'])
    assert.ok(english.includes(heading), `${heading}: ${english}`);
  for (const language of ['de', 'es', 'fr', 'hi', 'ne', 'pt', 'sw']) {
    await page.getByLabel('Language of messages').selectOption(language);
    await page.waitForFunction(
      (before) => document.querySelector('.thead [role=columnheader] button').textContent !== before,
      english[0],
    );
    const said = await headings();
    assert.equal(said.length, english.length);
    for (const [at, heading] of said.entries()) assert.notEqual(heading, english[at], language);
    await page.getByLabel('Language of messages').selectOption('en');
    await page.waitForFunction(
      (before) => document.querySelector('.thead [role=columnheader] button').textContent === before,
      english[0],
    );
  }
  await close();
});
