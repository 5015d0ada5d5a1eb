// Chromium with a page, and everything that it must not do noted.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
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
  page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()}`));
  const allowed = (asked) => asked.startsWith(`${origin}/`) || asked.startsWith('data:') || asked.startsWith(`blob:${origin}/`);
  context.on('request', (request) => {
    if (!allowed(request.url())) wrong.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    globalThis.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
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

/** What axe finds, in a line each. */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary?.split('\n')[1]}`));
}
