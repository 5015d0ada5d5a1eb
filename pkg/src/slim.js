// The entry without the module: the caller brings its bytes, such as from `offramp-core/offramp.wasm`.

import { OfframpError } from './error.js';
import { checkHost } from './host.js';
import { isStarted, setSource, start } from './runtime.js';

setSource(() => {
  checkHost();
  throw new OfframpError(
    'NOT_INITIALISED',
    'offramp-core/slim carries no WebAssembly: first call `await init(url)` or `initSync(bytes)` with offramp-core/offramp.wasm, or import from "offramp-core", which needs neither',
  );
});

export * from './api.js';

export async function init(source) {
  if (isStarted()) return;
  checkHost();
  let given = await source;
  if (typeof given === 'string' || (typeof URL === 'function' && given instanceof URL)) given = await fetch(given);
  if (typeof Response === 'function' && given instanceof Response) {
    if (!given.ok) {
      throw new OfframpError(
        'NOT_INITIALISED',
        `the module could not be fetched: HTTP status ${given.status}`,
        'source',
      );
    }
    given = await given.arrayBuffer();
  }
  checked(given);
  start(isModule(given) ? given : await WebAssembly.compile(given));
}

export function initSync(source) {
  if (!isStarted()) start(checked(source));
}

function isModule(value) {
  return Object.prototype.toString.call(value) === '[object WebAssembly.Module]';
}

function checked(source) {
  const name = Object.prototype.toString.call(source);
  if (isModule(source) || ArrayBuffer.isView(source) || name === '[object ArrayBuffer]') return source;
  throw new OfframpError(
    'ARGUMENT_INVALID',
    'source: a URL, a Response, bytes or a WebAssembly.Module is needed',
    'source',
  );
}
