// Why a host does not compile the module that the script carries.

import { unsupported } from './host.js';

const REASONS = [
  [
    /unsafe-eval|content security policy|\bCSP\b/i,
    'wasm-unsafe-eval',
    "add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy",
  ],
  [/disallowed by embedder/i, 'WebAssembly', 'give a module that is compiled already to init() of offramp-core/slim'],
  [/main thread/i, 'init', 'call `await init()` before the first call'],
];

/** The error of the package, where it is the host that forbids it. */
export function refusal(error) {
  const [, lacks, todo] = REASONS.find(([said]) => said.test(error?.message)) ?? [];
  if (lacks === undefined) return error;
  const refused = unsupported(lacks, `the host did not compile the module: ${todo}`);
  refused.cause = error;
  return refused;
}
