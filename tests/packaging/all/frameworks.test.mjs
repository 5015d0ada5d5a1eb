// Next.js, Jest and Vitest, as their users have them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ANSWER, PROBE, chromiumPath, group, run, version } from '../lib.mjs';

const { project, tool, work } = group('all');
const running = [];
after(() => running.forEach((child) => child.kill()));

/** Starts a server and waits until it says so. */
async function serve(command, args, cwd, ready) {
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  running.push(child);
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (data) => {
      said += data;
      const found = ready.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => reject(new Error(`ended early: ${said}`)));
  });
}

/** Builds a project by one of the bundlers, starts it, and asks it on the server and in a browser, and on the edge if it can. */
async function nextProject(bundler, { edge }) {
  const folder = project(`next-${bundler}`, {
    'lib/probe.js': PROBE,
    'next.config.js': `export default { turbopack: { root: ${JSON.stringify(work)} }, outputFileTracingRoot: ${JSON.stringify(work)} };`,
    'app/layout.js':
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
    'app/page.js': `import { probe } from '../lib/probe.js';
import { Field } from './field.js';
export const dynamic = 'force-dynamic';
export default async function Page() { return <main><p id="server">{await probe()}</p><Field /></main>; }`,
    'app/field.js': `'use client';
import { useState } from 'react';
import * as offramp from 'offramp-core';
import { bankAccountForm } from 'offramp-core/form';
const form = bankAccountForm(offramp, 'EUR');
export function Field() {
  const [iban, setIban] = useState('DE89 3704');
  const [finding] = form.checkField('iban', { iban });
  return <label>{form.fields[2].label}<input value={iban} onChange={(event) => setIban(form.input('iban', event))} /><output id="client">{finding?.message}</output></label>;
}`,
    'app/node/route.js':
      "import { probe } from '../../lib/probe.js';\nexport const dynamic = 'force-dynamic';\nexport async function GET() { return new Response(await probe()); }",
    ...(edge && {
      'app/edge/route.js':
        "import { probe } from '../../lib/probe.js';\nexport const runtime = 'edge';\nexport async function GET() { return new Response(await probe()); }",
    }),
  });
  const next = tool('next/dist/bin/next');
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CI: '1' };
  run(process.execPath, [next, 'build', `--${bundler}`], folder, { env });
  const url = await serve(
    process.execPath,
    [next, 'start', '--port', '0', '--hostname', '127.0.0.1'],
    folder,
    /(http:\/\/127\.0\.0\.1:\d+)/,
  );
  const page = await (await fetch(url)).text();
  assert.ok(page.includes(`<p id="server">${ANSWER}</p>`), page);
  assert.match(page, /<output id="client">An IBAN from DE has 22 characters, this one has 8\.<\/output>/);
  assert.equal(await (await fetch(`${url}/node`)).text(), ANSWER);
  if (edge) assert.equal(await (await fetch(`${url}/edge`)).text(), ANSWER);

  const chromium = chromiumPath();
  if (!chromium) return;
  const { chromium: launcher } = await import(pathToFileURL(tool('playwright-core/index.mjs')));
  const browser = await launcher.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const view = await browser.newPage();
    const said = [];
    view.on('console', (message) => {
      if (message.type() === 'error' && !/favicon|404/.test(message.text())) said.push(message.text());
    });
    view.on('pageerror', (error) => said.push(String(error)));
    await view.goto(url, { waitUntil: 'networkidle' });
    // a controlled input of React keeps its caret in the middle
    await view.focus('input');
    await view.$eval('input', (input) => input.setSelectionRange(5, 5));
    await view.keyboard.type('00');
    assert.equal(await view.$eval('input', (input) => `${input.value}@${input.selectionStart}`), 'DE89 0037 04@7');
    await view.waitForFunction(() => document.getElementById('client').textContent.endsWith('has 10.'));
    assert.deepEqual(said, []);
  } finally {
    await browser.close();
  }
}

test(
  'Next.js by Turbopack: server component, client component, route handlers of both runtimes',
  { timeout: 400_000 },
  () => nextProject('turbopack', { edge: true }),
);

// by webpack, Next.js 16.4 builds no route handler of its edge runtime, an empty one neither
test('Next.js by webpack: server component, client component, route handler', { timeout: 400_000 }, () =>
  nextProject('webpack', { edge: false }),
);

test('Jest, in its environments node and jsdom', () => {
  const jest = tool('jest/bin/jest.js');
  for (const environment of ['node', 'jsdom']) {
    const folder = project(
      `jest-${environment}`,
      {
        'jest.config.js': `module.exports = { testEnvironment: ${JSON.stringify(environment)}, transform: {} };`,
        'offramp.test.js': `const offramp = require('offramp-core');
const { bankAccountForm, loadMessages } = require('offramp-core/form');
test('answers', async () => {
  expect(typeof window).toBe('${environment === 'node' ? 'undefined' : 'object'}');
  expect(offramp.version()).toBe('${version}');
  expect(offramp.isValid('iban', 'GB29 NWBK 6016 1331 9268 19')).toBe(true);
  expect(offramp.checkCsv('currency,amount,vpa\\nINR,1.00,user@okaxis\\n').summary.valid).toBe(1);
  expect(() => offramp.validate('ibam', '')).toThrow(offramp.OfframpError);
  const form = bankAccountForm(offramp, 'INR', { rail: 'vpa', messages: await loadMessages('hi') });
  expect(form.fields[0].label).toBe('UPI आईडी (VPA)');
});`,
      },
      { type: 'commonjs' },
    );
    run(process.execPath, [jest, '--ci', '--rootDir', folder], folder);
  }
});

const newer = tool('node-24/bin/node');
test('Vitest', {
  skip: existsSync(newer) ? false : 'it needs a newer Node, of which there is no package for this platform',
}, () => {
  const folder = project('vitest', {
    'probe.js': PROBE,
    'offramp.test.js': `import { expect, test } from 'vitest';\nimport { probe } from './probe.js';\ntest('answers', async () => { expect(await probe()).toBe(${JSON.stringify(ANSWER)}); });`,
  });
  run(newer, [tool('vitest/vitest.mjs'), 'run', '--root', folder], folder);
});
