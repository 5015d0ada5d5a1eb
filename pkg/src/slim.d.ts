export * from './api.js';

/**
 * Starts the module from what the caller brings: a URL to fetch, a response, bytes, or a compiled module.
 * @throws {OfframpError} `NOT_INITIALISED` where it cannot be fetched, `ARGUMENT_INVALID` for anything else.
 */
export function init(
  source:
    | string
    | URL
    | Response
    | BufferSource
    | WebAssembly.Module
    | Promise<Response | BufferSource | WebAssembly.Module>,
): Promise<void>;

/** Starts the module from bytes or a compiled module at once. */
export function initSync(source: BufferSource | WebAssembly.Module): void;
