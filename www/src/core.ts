// The package, started from a module that is built for speed rather than size (scripts/build-www); page and
// worker share one copy in the browser's cache.

import { init } from 'offramp-core/slim';
import url from '../wasm/offramp.wasm?url';

export * from 'offramp-core/slim';

/** Starts the module; every other call needs it. */
export function start(): Promise<void> {
  return init(new URL(url, import.meta.url));
}
