// Refuses to pack what has not been built: a package without its module would be published all the same.

import { existsSync, readFileSync } from 'node:fs';

const { exports, files } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets));
const named = [...targets(exports).filter((path) => !path.includes('*')), ...files.map((name) => `./${name}`)];
const missing = named.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)));
if (missing.length > 0) {
  console.error(`not built: ${missing.join(', ')}\nscripts/build-npm makes all of the package`);
  process.exit(1);
}
