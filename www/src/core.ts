// The package, started from a module that is built for speed rather than size (scripts/build-www); page and
// worker share one copy in the browser's cache.

import { createCsvChecker, init, type CsvOptions, type Finding, type Summary } from 'offramp-core/slim';
import url from '../wasm/offramp.wasm?url';

export * from 'offramp-core/slim';

/** Starts the module; every other call needs it. */
export function start(): Promise<void> {
  return init(new URL(url, import.meta.url));
}

/**
 * A row with findings as this module writes it (`BriefWriter` of the crate): its number, its line, and for each
 * finding the earlier row that it speaks of, or 0, and its kind. Findings of one severity, code and path are of
 * one kind: the first of a kind stands there in full, those that follow by the number of the kind.
 */
export type BriefRow = [row: number, line: number, ...findings: (number | Finding)[]];

interface BriefChecker {
  push(bytes: Uint8Array): BriefRow[];
  cancel(): void;
  finish(): { rows: BriefRow[]; summary: Summary };
}

/** Checks a CSV and answers its rows with findings in brief. */
export function createBriefChecker(options: CsvOptions): BriefChecker {
  return createCsvChecker({ ...options, rows: 'brief' as 'findings' }) as unknown as BriefChecker;
}
