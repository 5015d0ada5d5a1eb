// The entry for edge functions that name compiled modules with `?module`.

import module from './offramp.wasm?module';
import { setSource, start } from './runtime.js';

setSource(() => start(module));

export * from './api.js';

/** There is nothing to wait for here; the same code runs everywhere. */
export async function init() {}
