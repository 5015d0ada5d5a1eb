// Makes dist/ from what scripts/build-module left: one module, and loaders for every environment around one glue; and the
// entry for workbooks, with a module and a glue of its own.
//
// usage: node build/build.mjs MODULE_FOLDER WORKBOOK_FOLDER

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import binaryen from 'binaryen';
import { build } from 'esbuild';
import ts from 'typescript';
import { buildCli } from './cli.mjs';
import { buildOverPackage } from './over-package.mjs';
import { commonJs } from './entry.mjs';
import { buildForm } from './form.mjs';
import { declarations } from './operations.mjs';
import { buildStubs } from './stubs.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const root = join(here, '..');
const [made, madeWorkbook] = process.argv.slice(2);
const dist = join(here, 'dist');
const work = join(made, 'bundle');
const workWorkbook = join(madeWorkbook, 'bundle');
const read = (path) => readFileSync(path, 'utf8');

for (const folder of [dist, work, workWorkbook]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

const { version } = JSON.parse(read(join(here, 'package.json')));
const crate = /^version = "(.+)"$/m.exec(read(join(root, 'Cargo.toml')))[1];
if (version !== crate) throw new Error(`pkg/package.json says version ${version}, Cargo.toml says ${crate}`);

// the features that Node 20 and the browsers of 2022 have, and no others
const features = [
  'bulk-memory',
  'nontrapping-float-to-int',
  'sign-ext',
  'mutable-globals',
  'reference-types',
  'multivalue',
];
const smallest = [
  '--flatten',
  '--rereloop',
  '--simplify-locals-nonesting',
  '-Oz',
  '--converge',
  '-Oz',
  '--low-memory-unused',
  // alignments are hints that engines on 64 bits do not read: the same one everywhere compresses
  '--dealign',
  // zeros compress, and so does one function that looks like the next: better than many segments and few functions
  '--skip-pass=memory-packing',
  '--skip-pass=local-cse',
  '--one-caller-inline-max-function-size=0',
  '--always-inline-max-function-size=8',
];

/** What the glue does for browsers older than those that the module is compiled for. */
const encodeInto = `
if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}
`;

/** Writes a module to dist, and the glue and the bytes of it to a folder. */
function makeModule(from, to, out, passes) {
  // js-sys declares functions that take closures: what would call one stands in the module's table of functions, where no
  // tool may remove it, although no closure is ever passed
  const module = binaryen.readBinary(readFileSync(join(from, 'offramp_bg.wasm')));
  const functions = Array.from({ length: module.getNumFunctions() }, (_, at) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(at)),
  );
  for (const { name: called, params, results } of functions) {
    if (!/\bconvert::closures::|\bfutures::jspi::/.test(called)) continue;
    module.removeFunction(called);
    module.addFunction(called, params, results, [], module.unreachable());
  }
  const pruned = join(to, 'pruned.wasm');
  writeFileSync(pruned, module.emitBinary());
  execFileSync(
    process.execPath,
    [
      join(here, 'node_modules/binaryen/bin/wasm-opt'),
      ...passes,
      ...features.map((feature) => `--enable-${feature}`),
      pruned,
      '-o',
      out,
    ],
    { stdio: 'inherit' },
  );

  // the glue: a way to drop an instance, and modules of another realm (Next's edge sandbox)
  let glue = read(join(from, 'offramp.js'));
  const edit = (before, after) => {
    if (glue.split(before).length !== 2) throw new Error(`the generated glue no longer has exactly one: ${before}`);
    glue = glue.replace(before, after);
  };
  edit(
    '!(module instanceof WebAssembly.Module)',
    "Object.prototype.toString.call(module) !== '[object WebAssembly.Module]'",
  );
  edit("new URL('offramp_bg.wasm', import.meta.url)", 'undefined'); // bytes come from the entry points alone
  // decoder and encoder when the first text comes: some hosts lack them, and can import the package all the same
  edit(
    "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();",
    'let cachedTextDecoder;',
  );
  edit('let numBytesDecoded = 0;', 'let numBytesDecoded = MAX_SAFARI_DECODE_BYTES;');
  edit('const cachedTextEncoder = new TextEncoder();', 'let cachedTextEncoder;');
  edit(encodeInto, '');
  edit('function initSync(module) {', 'function initSync(module) {\n    cachedTextEncoder ??= new TextEncoder();');
  edit(
    'export { initSync, __wbg_init as default };',
    'function reset() { wasm = undefined; }\nexport { initSync, reset };',
  );
  writeFileSync(join(to, 'glue.js'), glue);
  writeFileSync(join(to, 'bytes.js'), `export default '${readFileSync(out).toString('base64')}';\n`);
}

makeModule(made, work, join(dist, 'offramp.wasm'), smallest);
makeModule(madeWorkbook, workWorkbook, join(madeWorkbook, 'workbook.wasm'), [
  '-Oz',
  '--low-memory-unused',
  '--dealign',
]);
// what is there to read, which the core writes: as text, so that who asks for none does not parse it
const data = (name) => {
  const value = JSON.parse(read(join(here, `src/${name}.json`)));
  for (const folder of [work, workWorkbook]) {
    writeFileSync(join(folder, `${name}.js`), `export default ${JSON.stringify(JSON.stringify(value))};\n`);
  }
  return value;
};
const descriptions = data('descriptions');
data('corridors');
data('schemes');
const files = [
  'api',
  'arguments',
  'base64',
  'edge',
  'error',
  'host',
  'index',
  'money',
  'providers',
  'random',
  'refusal',
  'runtime',
  'slim',
  'upload',
  'workerd',
];
for (const [folder, names] of [
  [work, files],
  [workWorkbook, [...files, 'fix', 'workbook']],
]) {
  for (const name of names) copyFileSync(join(here, `src/${name}.js`), join(folder, `${name}.js`));
}

const banner = `/*! offramp-core ${version} | MIT OR Apache-2.0 */`;
// Jest's jsdom has no TextDecoder, Node has
const preamble = `var TextDecoder = globalThis.TextDecoder, TextEncoder = globalThis.TextEncoder;
if (!TextDecoder && typeof process === 'object' && process.getBuiltinModule) ({ TextDecoder, TextEncoder } = process.getBuiltinModule('node:util'));`;
const bundle = (entry, outfile, format, more = {}, folder = work) =>
  build({
    entryPoints: [join(folder, `${entry}.js`)],
    outfile: join(dist, outfile),
    format,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    target: 'es2022',
    legalComments: 'inline',
    external: ['./offramp.wasm', './offramp.wasm?module'],
    logLevel: 'warning',
    ...more,
    banner: { js: more.banner ? `${banner}\n${more.banner}` : banner },
  });
await bundle('index', 'index.js', 'esm');
await bundle('index', 'index.cjs', 'cjs', { banner: preamble });
await bundle('slim', 'slim.js', 'esm');
await bundle('slim', 'slim.cjs', 'cjs', { banner: preamble });
await bundle('workbook', 'workbook.js', 'esm', {}, workWorkbook);
await bundle('workbook', 'workbook.cjs', 'cjs', { banner: preamble }, workWorkbook);
await bundle('workerd', 'workerd.js', 'esm');
await bundle('edge', 'edge.js', 'esm');
await bundle('index', 'offramp.iife.js', 'iife', { globalName: 'offramp' });
await buildForm(here, dist, banner);
// it starts a program and needs no module
for (const [name, format] of [
  ['testing.js', 'esm'],
  ['testing.cjs', 'cjs'],
]) {
  await bundle('testing', name, format, { platform: 'node' }, join(here, 'src'));
}
copyFileSync(join(here, 'src/testing.d.ts'), join(dist, 'testing.d.ts'));
writeFileSync(join(dist, 'testing.d.cts'), commonJs(read(join(dist, 'testing.d.ts'))));
await buildOverPackage(here, dist, banner);
await buildCli(here, dist, banner);

// of the generated declarations users get the types; the functions are declared by hand
const generated = ts.createSourceFile('offramp.d.ts', read(join(made, 'offramp.d.ts')), ts.ScriptTarget.Latest);
const types = generated.statements
  .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
  .filter((statement) => !['InitInput', 'InitOutput', 'SyncInitInput'].includes(statement.name.text))
  .map((statement) => statement.getFullText(generated).trim());
writeFileSync(
  join(dist, 'types.d.ts'),
  `import type { Finding } from './api.js';\nimport type { FileLimits } from './money.js';\n\n${types.join('\n\n')}\n`,
);
writeFileSync(join(dist, 'operations.d.ts'), declarations(descriptions));
for (const name of ['api', 'index', 'money', 'providers', 'slim', 'workbook'])
  copyFileSync(join(here, `src/${name}.d.ts`), join(dist, `${name}.d.ts`));
for (const name of ['types', 'operations', 'api', 'index', 'money', 'providers', 'slim', 'workbook']) {
  writeFileSync(join(dist, `${name}.d.cts`), commonJs(read(join(dist, `${name}.d.ts`))));
}
for (const name of ['CHANGELOG.md', 'LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, name), join(here, name));
buildStubs(here);
