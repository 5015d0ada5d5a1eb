// The states in which the page is looked at: each brings a part that was just opened into one.

const PART_OF = {
  empty: 'pay',
  request: 'pay',
  good: 'pay',
  token: 'pay',
  file: 'check',
  columns: 'check',
  corrected: 'check',
  refused: 'what',
};

/** The part of the page that a state is of. */
export const partOf = (scene) => PART_OF[scene] ?? scene;

const give = (page, text, name = 'payouts.csv') =>
  page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });

export const SCENES = {
  empty: async () => {},
  pay: async (page) => {
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.fill('[name=iban]', 'DE8937040044O532013000');
  },
  good: async (page) => {
    await page.selectOption('#currency', 'GBP');
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.locator('#pay .menu summary').click();
    await page.locator('#pay .in-code summary').click();
  },
  token: async (page) => {
    await page.selectOption('#currency', 'USDC');
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByLabel('Language').selectOption('de');
    await page.waitForFunction(() => /Adresse/.test(document.querySelector('#pay').textContent));
  },
  request: async (page) => {
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByRole('tab', { name: 'Signature' }).click();
    await page.waitForSelector('.steps');
  },
  file: async () => {},
  check: async (page) => {
    await page.getByRole('button', { name: 'Try an example file' }).click();
    await page.waitForSelector('.tbody .tr');
    await page.locator('#mapping summary').click();
    await page.locator('.tbody .tr .line button').nth(1).click();
  },
  columns: async (page) => {
    await give(page, 'ref no.;ccy;how many;wohin\nA;INR;1.00;user@okaxis\nB;INR;2.00;other@okaxis\n', 'wages.csv');
    await page.waitForSelector('#mapping[open]');
  },
  corrected: async (page) => {
    await page.getByRole('button', { name: 'Try an example file' }).click();
    await page.waitForSelector('.tbody .tr');
    await page.locator('#fix-all').click();
    await page.waitForFunction(() => document.querySelector('.note').textContent !== '');
    await page.selectOption('#filter-scope', 'changed');
    await page.waitForSelector('.td.changed');
  },
  what: async (page) => {
    await page.fill('#text', '021000021');
    await page.getByRole('button', { name: 'Fill in a delivery' }).click();
    await page.waitForSelector('.webhook .steps');
    await page.locator('.answers summary').click();
  },
  refused: async (page) => {
    await page.fill('#text', 'DE8937040044O532013000\nhello, world');
    await page.getByRole('button', { name: 'Fill in a delivery' }).click();
    await page.fill('#webhook-body', '{}');
    await page.waitForSelector('.webhook .steps > li.bad');
  },
};
