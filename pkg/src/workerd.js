// The entry for hosts that compile modules themselves and forbid it at run time.

import module from './offramp.wasm';
import { setSource, start } from './runtime.js';

setSource(() => start(module));

export * from './api.js';

/** There is nothing to wait for here; the same code runs everywhere. */
export async function init() {}
