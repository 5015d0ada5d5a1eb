// A folder for each entry with the three members that hosts read which know no `exports`: TypeScript with
// `moduleResolution: node10`, Parcel, webpack 4, Jest 27. All others never look into them.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The first folder of each entry's path: what is packed besides `dist`. */
export function stubFolders(here) {
  const entries = Object.keys(JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).exports);
  const names = entries.filter((name) => name !== '.' && name !== './package.json').map((name) => name.split('/')[1]);
  return [...new Set(names)];
}

/** The folders of all entries; one with a `*` has a folder for each file that it stands for. */
export function buildStubs(here) {
  for (const folder of stubFolders(here)) rmSync(join(here, folder), { recursive: true, force: true });
  const { exports } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  for (const [entry, target] of Object.entries(exports)) {
    if (entry === '.' || entry === './package.json') continue;
    if (!entry.includes('*')) {
      stub(here, entry, target, '');
      continue;
    }
    const files = readdirSync(join(here, dirname(target.import.default)));
    const names = files.filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -'.js'.length));
    for (const name of names) stub(here, entry, target, name);
  }
}

function stub(here, entry, target, name) {
  const folder = join(here, entry.replace('*', name));
  const to = (path) => `${relative(folder, join(here, path.replace('*', name))).replaceAll('\\', '/')}`;
  // a file of bytes, which is the same for all who ask
  const members =
    typeof target === 'string'
      ? { main: to(target) }
      : { main: to(target.require.default), module: to(target.import.default), types: to(target.import.types) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...members, sideEffects: false }, null, 2)}\n`);
}
