// Chromium: pages with and without a bundler, workers, and a strict Content-Security-Policy.

import assert from 'node:assert/strict';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ANSWER, PROBE, PROBE_SLIM, chromiumPath, group, run, version } from '../lib.mjs';

const { project, tool } = group('all');
const chromium = chromiumPath();
const skip = chromium ? false : 'there is no Chromium';
const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self'";
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

let browser;
const servers = [];

before(async () => {
  if (skip) return;
  const playwright = await import(pathToFileURL(tool('playwright-core/index.mjs')));
  browser = await playwright.chromium.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
});
after(async () => {
  await browser?.close();
  for (const server of servers) await server.close();
});

/** Serves the files of a folder under a policy. */
function serve(folder, policy = CSP) {
  const server = createServer((request, response) => {
    const path = join(
      folder,
      normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)).replace(/\/$/, '/index.html'),
    );
    if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Security-Policy': policy,
    });
    return createReadStream(path).pipe(response);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
  });
}

/** What a page shows in its title, once it is there, with nothing said in the console. */
async function title(url, allowed = []) {
  const page = await browser.newPage();
  const said = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  try {
    await page.goto(url);
    await page
      .waitForFunction(() => document.title !== '', undefined, { timeout: 20_000 })
      .catch(() => {
        throw new Error(`no answer\n${said.join('\n')}`);
      });
    const shown = await page.title();
    assert.deepEqual(
      said.filter((text) => !allowed.some((pattern) => pattern.test(text))),
      [],
    );
    return shown;
  } finally {
    await page.close();
  }
}

const PAGE = (script) => `<!doctype html><html lang="en"><link rel="icon" href="data:,">${script}`;
const SHOW = 'const show = (answer) => { document.title = answer; };\n';
/** Pages without a bundler say by themselves where packages are. */
const direct = (source) =>
  source
    .replaceAll("'offramp-core/slim'", "'/node_modules/offramp-core/dist/slim.js'")
    .replaceAll("'offramp-core/form'", "'/node_modules/offramp-core/dist/form/index.js'")
    .replaceAll("'offramp-core'", "'/node_modules/offramp-core/dist/index.js'");
const NO_ICON = [/favicon|data:,|img-src/i];

test('a page with a module script and no bundler, under a policy', { skip }, async () => {
  const folder = project('page', {
    'index.html': PAGE('<script type="module" src="main.js"></script>'),
    'probe.js': direct(PROBE),
    'main.js': `import { probe } from './probe.js';\n${SHOW}probe().then(show, show);`,
  });
  assert.equal(await title(await serve(folder), NO_ICON), ANSWER);
});

test('without wasm-unsafe-eval the policy forbids it, and the error names it', { skip }, async () => {
  const folder = project('forbidden', {
    'index.html': PAGE('<script type="module" src="main.js"></script>'),
    'main.js': `import * as offramp from '/node_modules/offramp-core/dist/index.js';\ntry { document.title = offramp.version(); } catch (error) { document.title = error.message; }`,
  });
  assert.match(
    await title(await serve(folder, "default-src 'self'"), [/Content.Security.Policy/i, ...NO_ICON]),
    /unsafe-eval|Content Security Policy/,
  );
});

test('a classic script', { skip }, async () => {
  const folder = project('classic', {
    'index.html': PAGE(
      '<script src="node_modules/offramp-core/dist/offramp.iife.js"></script><script src="main.js"></script>',
    ),
    'main.js': "document.title = offramp.validate('iban', 'DE89370400440532013000').verdict + ' ' + offramp.version();",
  });
  assert.equal(await title(await serve(folder), NO_ICON), `valid ${version}`);
});

test('the slim entry fetches the module', { skip }, async () => {
  const folder = project('fetched', {
    'index.html': PAGE('<script type="module" src="main.js"></script>'),
    'probe.js': direct(PROBE_SLIM),
    'main.js': `import { init } from '/node_modules/offramp-core/dist/slim.js';\nimport { probe } from './probe.js';\n${SHOW}
const refused = await init('/nothing.wasm').catch((error) => error.code + ' ' + /404/.test(error.message));
await init(new URL('/node_modules/offramp-core/dist/offramp.wasm', location.href));
show(refused + ' ' + await probe());`,
  });
  assert.equal(await title(await serve(folder), [/404/, ...NO_ICON]), `NOT_INITIALISED true ${ANSWER}`);
});

test('a worker and a service worker', { skip }, async () => {
  const folder = project('workers', {
    'index.html': PAGE('<script type="module" src="main.js"></script>'),
    'probe.js': direct(
      PROBE.replace(/await form\.loadMessages\('de'\)/, 'messages').replace(
        'export async',
        "import { messages } from '/node_modules/offramp-core/dist/form/messages/de.js';\nexport async",
      ),
    ),
    'worker.js':
      "import { probe } from './probe.js';\nprobe().then(postMessage, (error) => postMessage(String(error)));",
    // a service worker loads no modules later, so that the language is imported by itself
    'service.js':
      "import { probe } from './probe.js';\naddEventListener('message', (event) => probe().then((answer) => event.source.postMessage(answer), (error) => event.source.postMessage(String(error))));",
    'main.js': `const answers = {};
const take = (name) => ({ data }) => { answers[name] = data; if (answers.worker && answers.service) document.title = answers.worker + '|' + answers.service; };
new Worker('worker.js', { type: 'module' }).onmessage = take('worker');
navigator.serviceWorker.onmessage = take('service');
await navigator.serviceWorker.register('service.js', { type: 'module' });
(await navigator.serviceWorker.ready).active.postMessage('');`,
  });
  assert.equal(await title(await serve(folder), NO_ICON), `${ANSWER}|${ANSWER}`);
});

test('Vite, while developing and built, with a worker', { skip, timeout: 120_000 }, async () => {
  const folder = project('vite', {
    'index.html': PAGE('<script type="module" src="/main.js"></script>'),
    'probe.js': PROBE,
    'worker.js':
      "import { probe } from './probe.js';\nprobe().then(postMessage, (error) => postMessage(String(error)));",
    'main.js':
      "import { probe } from './probe.js';\nconst worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });\nworker.onmessage = async ({ data }) => { document.title = (await probe()) + '|' + data; };",
  });
  const vite = await import(pathToFileURL(tool('vite/dist/node/index.js')));
  const developing = await vite.createServer({
    root: folder,
    logLevel: 'error',
    cacheDir: join(folder, '.vite'),
    server: { port: 0, host: '127.0.0.1' },
  });
  servers.push(developing);
  await developing.listen();
  assert.equal(await title(developing.resolvedUrls.local[0], [/\[vite\]/, ...NO_ICON]), `${ANSWER}|${ANSWER}`);

  run(process.execPath, [tool('vite/bin/vite.js'), 'build', '--logLevel', 'warn'], folder, {
    env: { ...process.env, CI: '1' },
  });
  assert.equal(await title(await serve(join(folder, 'dist')), NO_ICON), `${ANSWER}|${ANSWER}`);
});

test('Vite, with the module as a file of its own', { skip }, async () => {
  const folder = project('vite-slim', {
    'index.html': PAGE('<script type="module" src="/main.js"></script>'),
    'probe.js': PROBE_SLIM,
    'main.js': `import { init } from 'offramp-core/slim';\nimport url from 'offramp-core/offramp.wasm?url';\nimport { probe } from './probe.js';\n${SHOW}init(url).then(probe).then(show, show);`,
  });
  run(process.execPath, [tool('vite/bin/vite.js'), 'build', '--logLevel', 'warn'], folder, {
    env: { ...process.env, CI: '1' },
  });
  assert.equal(await title(await serve(join(folder, 'dist')), NO_ICON), ANSWER);
});

test('formatting keeps the caret of a real input', { skip }, async () => {
  const folder = project('caret', {
    'index.html': PAGE('<input id="iban"><input id="sort">' + '<script type="module" src="main.js"></script>'),
    'main.js': direct(`import * as offramp from 'offramp-core';
import { bankAccountForm } from 'offramp-core/form';
const form = bankAccountForm(offramp, 'GBP');
document.getElementById('iban').addEventListener('input', (event) => form.input('iban', event));
document.getElementById('sort').addEventListener('input', (event) => form.input('sortCode', event));
document.title = 'ready';`),
  });
  const page = await browser.newPage();
  await page.goto(await serve(folder));
  await page.waitForFunction(() => document.title === 'ready');
  const shown = (id) =>
    page.$eval(
      `#${id}`,
      (input) => `${input.value.slice(0, input.selectionStart)}|${input.value.slice(input.selectionStart)}`,
    );
  await page.focus('#iban');
  await page.keyboard.type('gb29nwbk60161331926819');
  assert.equal(await shown('iban'), 'GB29 NWBK 6016 1331 9268 19|');
  for (let count = 0; count < 12; count++) await page.keyboard.press('ArrowLeft');
  assert.equal(await shown('iban'), 'GB29 NWBK 6016 |1331 9268 19');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  assert.equal(await shown('iban'), 'GB29 NWBK 601|1 3319 2681 9');
  await page.keyboard.type('6');
  assert.equal(await shown('iban'), 'GB29 NWBK 6016| 1331 9268 19');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  assert.equal(await shown('iban'), 'GB29 NWBK 6016 |3319 2681 9');
  await page.focus('#sort');
  await page.keyboard.insertText('60 16 13');
  assert.equal(await shown('sort'), '60-16-13|');
  await page.close();
});
