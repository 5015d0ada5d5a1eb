// The forms of all corridors, as docs/FIELDS.md lists them.

import { readFileSync } from 'node:fs';

export function fieldForms(offramp) {
  const page = readFileSync(new URL('../../docs/FIELDS.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^## (\w+) by (\w+)/gm)].map(([, currency, rail]) => ({
    ...offramp.bankAccountFields(currency, { rail }),
  }));
}
