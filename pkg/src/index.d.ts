export * from './api.js';

/**
 * Compiles the module without blocking. Not needed: the first call compiles it. Browsers that refuse to
 * compile larger modules on the main thread (old Chromium) want it once, before the first call.
 */
export function init(): Promise<void>;
