// Makes dist/client/: the client, which imports the package by its name, so that there is one instance of the module
// whatever the environment.

import { buildEntry } from './entry.mjs';

export const buildClient = (here, dist, banner) =>
  buildEntry('client', { here, dist, banner }, () => ({ external: ['offramp-core'] }));
