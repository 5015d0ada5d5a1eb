// Chromium with a page, and everything that it must not do noted.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(new URL('../../../www/package.json', import.meta.url));
const { chromium } = require('playwright-core');
export const axe = require('axe-core').source;

export const target = fileURLToPath(new URL('../../../target/', import.meta.url));
export const screenshots = `${target}screenshots/`;
mkdirSync(screenshots, { recursive: true });

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });

/** Opens the page; `close` fails where something was logged, refused by the policy or asked of another host. */
export async function open(browser, url, options = {}) {
  const { part = '', ...more } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', ...more });
  const page = await context.newPage();
  const wrong = [];
  const origin = new URL(url).origin;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.stack}`));
  page.on('requestfailed', (request) => {
    // a page that is left or loaded anew gives up its icon, which the browser loads when it likes
    const isIcon = request.url().endsWith('/icon.svg') && request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!isIcon) wrong.push(`failed: ${request.url()}`);
  });
  const allowed = (asked) =>
    asked.startsWith(`${origin}/`) || asked.startsWith('data:') || asked.startsWith(`blob:${origin}/`);
  context.on('request', (request) => {
    if (!allowed(request.url())) wrong.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    globalThis.refused = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      globalThis.refused.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(`${url}#${part}`);
  await page.waitForSelector('html[data-ready]');
  return {
    page,
    wrong,
    async close() {
      wrong.push(...(await page.evaluate(() => globalThis.refused)));
      await context.close();
      assert.deepEqual(wrong, []);
    },
  };
}

const pictures = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));

/** Where `UPDATE_PICTURES` is set, writes what stands between two elements of the page as a picture for the documents. */
export async function picture(page, name, first, last = first) {
  if (!process.env.UPDATE_PICTURES) return;
  await page.mouse.move(0, 0);
  // what is transient is over
  await page.waitForTimeout(300);
  const [from, to] = await Promise.all(
    [first, last].map((one) =>
      one.evaluate((element) => ({
        top: element.getBoundingClientRect().top + scrollY,
        bottom: element.getBoundingClientRect().bottom + scrollY,
      })),
    ),
  );
  const session = await page.context().newCDPSession(page);
  const edge = 12;
  const clip = {
    x: 0,
    y: from.top - edge,
    width: page.viewportSize().width,
    height: to.bottom - from.top + 2 * edge,
    scale: 1,
  };
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 60,
    captureBeyondViewport: true,
    clip,
  });
  mkdirSync(pictures, { recursive: true });
  writeFileSync(`${pictures}${name}.webp`, Buffer.from(data, 'base64'));
}

/** What axe finds, in a line each. */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary?.split('\n')[1]}`),
  );
}
