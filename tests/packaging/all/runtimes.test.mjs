// Hosts other than the Node that runs the tests: newer ones, Deno, Bun and Cloudflare's workerd.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ANSWER, PROBE, PROBE_CJS, group, root, run } from '../lib.mjs';

const { project, tool } = group('all');
const running = [];
after(() => running.forEach((child) => child.kill()));

/** The binary of a host, from the package of this platform; without one the test is left out, and says so. */
function binary(candidates) {
  const found = candidates.map(tool).find(existsSync);
  return { found, skip: found ? false : 'there is no package of it for this platform' };
}
const scoped = (scope, prefix, path) => {
  const folder = tool(scope);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith(prefix))
        .map((name) => `${scope}/${name}/${path}`)
    : [];
};

const hosts = {
  'Node 22': binary(['node-22/bin/node']),
  'Node 24': binary(['node-24/bin/node']),
  Bun: binary(scoped('@oven', 'bun-linux', 'bin/bun')),
};
const modules = {
  'probe.js': PROBE,
  'main.js': "import { probe } from './probe.js';\nconsole.log(await probe());",
  'probe.cjs': PROBE_CJS,
  'main.cjs': "require('./probe.cjs').probe().then(console.log);",
};

for (const [name, { found, skip }] of Object.entries(hosts)) {
  test(`${name}, ES module and CommonJS`, { skip }, () => {
    const folder = project(name.replace(' ', '-').toLowerCase(), modules);
    assert.equal(run(found, ['main.js'], folder).trim(), ANSWER);
    assert.equal(run(found, ['main.cjs'], folder).trim(), ANSWER);
  });
}

const deno = binary(scoped('@deno', 'linux', 'deno'));
test('Deno, without a permission', { skip: deno.skip }, () => {
  const folder = project('deno', { ...modules, 'deno.json': '{"nodeModulesDir": "manual"}' });
  const env = { ...process.env, DENO_DIR: join(folder, '.deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
  assert.equal(run(deno.found, ['run', '--no-prompt', '--no-remote', 'main.js'], folder, { env }).trim(), ANSWER);
});

const workerd = binary(scoped('@cloudflare', 'workerd-linux', 'bin/workerd'));
test('workerd, which compiles no modules at run time', { skip: workerd.skip }, async () => {
  const folder = project('workerd', {
    'probe.js': PROBE,
    'worker.js':
      "import { probe } from './probe.js';\nexport default { async fetch() { return new Response(await probe()); } };",
    'config.capnp': `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "main.js", esModule = embed "out/main.js"), (name = "offramp.wasm", wasm = embed "node_modules/offramp-core/dist/offramp.wasm")],
    compatibilityDate = "2025-01-01"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);`,
  });
  // wrangler bundles so: its condition, and modules of WebAssembly left to the host
  const { build } = createRequire(join(root, 'pkg/package.json'))('esbuild');
  await build({
    entryPoints: [join(folder, 'worker.js')],
    outfile: join(folder, 'out/main.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    external: ['*.wasm'],
    logLevel: 'error',
  });
  const child = spawn(workerd.found, ['serve', '--control-fd=3', 'config.capnp'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'pipe', 'pipe'],
  });
  running.push(child);
  let complaint = '';
  child.stderr.on('data', (data) => {
    complaint += data;
  });
  const port = await new Promise((resolve, reject) => {
    child.stdio[3].on('data', (data) => {
      const found = /"port":(\d+)/.exec(data);
      if (found) resolve(found[1]);
    });
    child.on('exit', () => reject(new Error(`workerd ended: ${complaint}`)));
  });
  const response = await fetch(`http://127.0.0.1:${port}/`);
  assert.equal(await response.text(), ANSWER, complaint);
});
