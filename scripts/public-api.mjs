// Everything public of the crate, a line each, from rustdoc's JSON: `docs/API.txt` is compared with it, so that a change
// of the interface is seen where it is made. UPDATE_DOCS=1 writes the file anew. The JSON's form belongs to the pinned compiler.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
execFileSync(
  'cargo',
  ['rustdoc', '--locked', '--lib', '--all-features', '--', '-Z', 'unstable-options', '--output-format', 'json'],
  {
    cwd: root,
    // set for rustdoc alone: other crates would be compiled anew for it
    env: { ...process.env, RUSTDOC: `${root}scripts/rustdoc-unstable` },
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
const { index, paths, root: top } = JSON.parse(readFileSync(`${root}target/doc/offramp_core.json`, 'utf8'));

const list = (types) => types.map(type).join(', ');

function generics(args) {
  if (!args) return '';
  if (args.parenthesized)
    return `(${list(args.parenthesized.inputs)})${args.parenthesized.output ? ` -> ${type(args.parenthesized.output)}` : ''}`;
  const { args: given = [], constraints = [] } = args.angle_bracketed ?? {};
  const parts = given.map((one) =>
    one.lifetime ? one.lifetime : one.type ? type(one.type) : one.const ? one.const.expr : '_',
  );
  for (const { name, binding } of constraints)
    parts.push(`${name} = ${binding.equality?.type ? type(binding.equality.type) : '..'}`);
  return parts.length > 0 ? `<${parts.join(', ')}>` : '';
}

const bound = (one) =>
  one.trait_bound
    ? `${one.trait_bound.modifier === 'maybe' ? '?' : ''}${one.trait_bound.trait.path.split('::').pop()}${generics(one.trait_bound.trait.args)}`
    : (one.outlives ?? '..');
const bounds = (all) => all.map(bound).join(' + ');

function type(of) {
  if (of === null) return '()';
  const [[kind, value]] = Object.entries(of);
  switch (kind) {
    case 'primitive':
    case 'generic':
      return value;
    case 'resolved_path':
      return value.path.split('::').pop() + generics(value.args);
    case 'borrowed_ref':
      return `&${value.lifetime ? `${value.lifetime} ` : ''}${value.is_mutable ? 'mut ' : ''}${type(value.type)}`;
    case 'slice':
      return `[${type(value)}]`;
    case 'array':
      return `[${type(value.type)}; ${value.len}]`;
    case 'tuple':
      return `(${list(value)})`;
    case 'impl_trait':
      return `impl ${bounds(value)}`;
    case 'dyn_trait':
      return `dyn ${value.traits.map(({ trait }) => trait.path.split('::').pop() + generics(trait.args)).join(' + ')}`;
    case 'qualified_path':
      return `${type(value.self_type)}::${value.name}`;
    case 'function_pointer':
      return `fn(${list(value.sig.inputs.map(([, one]) => one))})${value.sig.output ? ` -> ${type(value.sig.output)}` : ''}`;
    default:
      return kind;
  }
}

const parameters = ({ params }) => {
  const named = params.filter(({ kind }) => !kind.type?.is_synthetic);
  if (named.length === 0) return '';
  return `<${named.map(({ name, kind }) => (kind.type?.bounds.length > 0 ? `${name}: ${bounds(kind.type.bounds)}` : name)).join(', ')}>`;
};

const lines = new Set();

function shown(path, item) {
  const [[kind, inner]] = Object.entries(item.inner);
  const hidden = item.attrs.includes('non_exhaustive') ? ', more may follow' : '';
  const members = (ids) =>
    ids.forEach(
      (id) =>
        id !== null && index[id] && index[id].visibility !== 'crate' && shown(`${path}::${index[id].name}`, index[id]),
    );
  switch (kind) {
    case 'module':
      // written from the providers' own descriptions, beside them
      if (path.endsWith('::requests')) return;
      lines.add(`mod ${path}`);
      for (const id of inner.items) if (index[id]) visit(path, index[id]);
      return;
    case 'function': {
      const { sig, header } = inner;
      const inputs = sig.inputs
        .map(([name, of]) => (name === 'self' ? type(of).replace('Self', 'self') : `${name}: ${type(of)}`))
        .join(', ');
      const qualifiers = `${header.is_const ? 'const ' : ''}${header.is_async ? 'async ' : ''}`;
      lines.add(
        `${qualifiers}fn ${path}${parameters(inner.generics)}(${inputs})${sig.output ? ` -> ${type(sig.output)}` : ''}`,
      );
      return;
    }
    case 'struct': {
      const { plain, tuple } = inner.kind;
      lines.add(`struct ${path}${parameters(inner.generics)}${hidden}`);
      members(plain?.fields ?? tuple ?? []);
      break;
    }
    case 'struct_field':
      lines.add(`field ${path}: ${type(inner)}`);
      return;
    case 'enum':
      lines.add(`enum ${path}${parameters(inner.generics)}${hidden}`);
      members(inner.variants);
      break;
    case 'variant':
      lines.add(`variant ${path}`);
      members(inner.kind.struct?.fields ?? inner.kind.tuple ?? []);
      return;
    case 'trait':
      lines.add(`trait ${path}${parameters(inner.generics)}`);
      members(inner.items);
      return;
    case 'constant':
    case 'static':
    case 'assoc_const':
      lines.add(`const ${path}: ${type(inner.type)}`);
      return;
    case 'assoc_type':
      lines.add(`type ${path}${inner.bounds.length > 0 ? `: ${bounds(inner.bounds)}` : ''}`);
      return;
    case 'type_alias':
      lines.add(`type ${path} = ${type(inner.type)}`);
      return;
    default:
      lines.add(`${kind} ${path}`);
      return;
  }
  for (const id of inner.impls) {
    const { impl } = index[id]?.inner ?? {};
    if (!impl || impl.is_synthetic || impl.blanket_impl || impl.trait?.path.endsWith('StructuralPartialEq')) continue;
    if (impl.trait) lines.add(`impl ${impl.trait.path.split('::').pop()}${generics(impl.trait.args)} for ${path}`);
    else members(impl.items);
  }
}

function visit(path, item) {
  if (item.inner.use) {
    const { name, id, is_glob: isGlob } = item.inner.use;
    const target = index[id];
    if (!target) lines.add(`use ${path}::${name} = ${paths[id]?.path.join('::') ?? '..'}`);
    else if (isGlob) target.inner.module.items.forEach((one) => index[one] && visit(path, index[one]));
    else shown(`${path}::${name}`, target);
  } else if (item.visibility === 'public') {
    shown(`${path}::${item.name}`, item);
  }
}

for (const id of index[top].inner.module.items) if (index[id]) visit('offramp_core', index[id]);
const place = (line) => line.slice(line.indexOf('offramp_core'));
const text = `${[...lines].sort((a, b) => (place(a) < place(b) ? -1 : 1)).join('\n')}\n`;
const file = `${root}docs/API.txt`;
if (process.env.UPDATE_DOCS === '1') writeFileSync(file, text);
const known = readFileSync(file, 'utf8');
if (known !== text) {
  const before = new Set(known.split('\n'));
  for (const line of before) if (!lines.has(line) && line !== '') console.error(`- ${line}`);
  for (const line of lines) if (!before.has(line)) console.error(`+ ${line}`);
  console.error(
    'The interface of the crate is another than docs/API.txt says: UPDATE_DOCS=1 node scripts/public-api.mjs',
  );
  process.exit(1);
}
console.log(`${lines.size} public items, as docs/API.txt says`);
