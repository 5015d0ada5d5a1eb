// Makes dist/client/ and dist/schema/: entries that import the package by its name, so that there is one instance of the
// module whatever the environment.

import { buildEntry } from './entry.mjs';

export async function buildOverPackage(here, dist, banner) {
  for (const name of ['client', 'schema']) {
    await buildEntry(name, { here, dist, banner }, () => ({ external: ['offramp-core'] }));
  }
}
