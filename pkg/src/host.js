// What the host has to have. It is asked when the module is needed and not before, so that the package can be imported
// everywhere.

import { OfframpError } from './error.js';

/** Throws where something is missing that the module cannot do without. */
export function checkHost() {
  // names rather than members of globalThis: CommonJS brings those that Jest's jsdom lacks
  const lacks =
    typeof WebAssembly === 'undefined'
      ? 'WebAssembly'
      : typeof TextDecoder === 'undefined'
        ? 'TextDecoder'
        : typeof TextEncoder === 'undefined' && 'TextEncoder';
  if (lacks) throw unsupported(lacks, `there is no ${lacks} here: use another engine, or a server (\`offramp serve\`)`);
}

export const unsupported = (lacks, message) => new OfframpError('HOST_UNSUPPORTED', message, lacks);
