// Hosts that lack something: the package is imported all the same, what needs no module works, and everything else answers
// with one error that says what is missing and what to do.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

const dist = new URL('../../pkg/dist/', import.meta.url);
const ENTRIES = ['index', 'slim', 'workbook'];
const CALLS = `[
  () => offramp.validate('iban', 'DE89370400440532013000'),
  () => offramp.isValid('iban', 'DE89370400440532013000'),
  () => offramp.detect('x'),
  () => offramp.checkCsv('currency,amount,vpa\\nINR,1.00,user@okaxis\\n'),
  () => offramp.createFileChecker(),
  () => offramp.computeFees({ amount: '1', currency: 'EUR', schedule: { parts: [], charge: 'deducted' } }),
  () => offramp.verifyWebhook('coinut', { secret: 'a' }, {}, new Uint8Array(3), { now: '2024-06-09T07:00:00Z' }),
]`;
const REPORT = `const said = [];
for (const run of ${CALLS}) {
  try { run(); said.push(''); } catch (error) {
    said.push([error instanceof offramp.OfframpError, error.code, error.field, error.message].join('|'));
  }
}`;

/** What a module prints that runs in a Node without some of its globals. */
function without(globals, body) {
  const source = `${globals.map((name) => `delete globalThis.${name};`).join(' ')}\n${body}`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8', cwd: dist }).trim();
}

for (const lacking of ['WebAssembly', 'TextDecoder', 'TextEncoder']) {
  test(`without ${lacking} every entry is imported, and every call says so`, () => {
    for (const entry of ENTRIES) {
      const answer = without(
        [lacking],
        `const offramp = await import('./${entry}.js');\n${REPORT}
await offramp.init(new Uint8Array(3)).catch((error) => said.push([true, error.code, error.field, error.message].join('|')));
offramp.corridors(); offramp.providers();
process.stdout.write(JSON.stringify(said));`,
      );
      const said = JSON.parse(answer);
      assert.equal(said.length, 8);
      for (const one of said) {
        assert.ok(one.startsWith(`true|HOST_UNSUPPORTED|${lacking}|there is no ${lacking} here: `), `${entry}: ${one}`);
        assert.match(one, /offramp serve/);
      }
    }
  });
}

test('forms format, and messages are there, without any of them', () => {
  const answer = without(
    ['WebAssembly', 'TextDecoder', 'TextEncoder'],
    `import { formatAsTyped, loadMessages } from './form/index.js';
await import('./client/index.js').catch((error) => { if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error; });
process.stdout.write(formatAsTyped('bsb', '062000').value + (await loadMessages('de')).language);`,
  );
  assert.equal(answer, '062-000de');
});

test('what is added later is used', () => {
  const answer = without(
    [],
    `const kept = globalThis.WebAssembly; delete globalThis.WebAssembly;
const offramp = await import('./index.js');
try { offramp.version(); } catch (error) { process.stdout.write(error.code + ' '); }
globalThis.WebAssembly = kept;
process.stdout.write(offramp.validate('bic', 'COBADEFF').verdict);`,
  );
  assert.equal(answer, 'HOST_UNSUPPORTED valid');
});

// as Chromium, Firefox, Safari, edge runtimes and old versions of Chromium say it
for (const [said, field, todo] of [
  [
    "WebAssembly.Module(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive",
    'wasm-unsafe-eval',
    /script-src/,
  ],
  ['call to WebAssembly.Module() blocked by CSP', 'wasm-unsafe-eval', /script-src/],
  ['WebAssembly.Module(): Wasm code generation disallowed by embedder', 'WebAssembly', /compiled already/],
  ['WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 8MB', 'init', /await init/],
]) {
  test(`a module that is not compiled: ${field}, ${said.slice(0, 60)}`, () => {
    const answer = without(
      [],
      `const refuse = () => { throw new WebAssembly.CompileError(${JSON.stringify(said)}); };
WebAssembly.Module = function () { refuse(); };
WebAssembly.compile = async () => refuse();
const offramp = await import('./index.js');
${REPORT}
await offramp.init().catch((error) => said.push(['true', error.code, error.field, error.message].join('|')));
process.stdout.write(JSON.stringify(said));`,
    );
    for (const one of JSON.parse(answer)) {
      assert.ok(one.startsWith(`true|HOST_UNSUPPORTED|${field}|`), one);
      assert.match(one, todo);
    }
  });
}

test('CommonJS takes from Node what Jest’s jsdom lacks', () => {
  const source = `delete globalThis.TextDecoder; delete globalThis.TextEncoder;
for (const name of ['index', 'workbook']) process.stdout.write(require('./' + name + '.cjs').validate('bic', 'COBADEFF').verdict);`;
  assert.equal(execFileSync(process.execPath, ['-e', source], { encoding: 'utf8', cwd: dist }), 'validvalid');
});

test('no entry makes a decoder, or anything of WebAssembly, when it is imported', () => {
  const names = readdirSync(dist).filter((name) => /\.(js|cjs)$/.test(name) && name !== 'cli.js');
  const trap = `for (const name of ['WebAssembly', 'TextDecoder', 'TextEncoder'])
  Object.defineProperty(globalThis, name, { get() { throw new Error(name); }, configurable: true });`;
  for (const name of names.filter((one) => one.endsWith('.js') && !/^(workerd|edge|testing)/.test(one))) {
    execFileSync(process.execPath, ['--input-type=module', '-e', `${trap}\nawait import('./${name}');`], { cwd: dist });
  }
});
