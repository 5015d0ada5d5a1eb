// The entry for Node, bundlers and pages: the module travels inside as base64 and starts at the first call.

import base64 from './bytes.js';
import { checkHost } from './host.js';
import { refusal } from './refusal.js';
import { isStarted, setSource, start } from './runtime.js';

function bytes() {
  if (typeof Uint8Array.fromBase64 === 'function') return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const all = new Uint8Array(binary.length);
  for (let index = 0; index < all.length; index++) all[index] = binary.charCodeAt(index);
  return all;
}

setSource(() => {
  checkHost();
  try {
    start(bytes());
  } catch (error) {
    throw refusal(error);
  }
});

export * from './api.js';

/** Starts the module without blocking; needed only where the host refuses to compile at the first call. */
export async function init() {
  if (isStarted()) return;
  checkHost();
  start(
    await WebAssembly.compile(bytes()).catch((error) => {
      throw refusal(error);
    }),
  );
}
