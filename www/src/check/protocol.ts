// What page and worker say to each other.

import type { Finding, Severity, Strictness, Summary } from '../core';

export interface Filter {
  /** Rows with a finding of this code. */
  code?: string;
  /** Rows with a finding of this severity. */
  severity?: Severity;
}

export type Which = 'accepted' | 'rejected';

export type ToWorker =
  | { type: 'check'; file: Blob; strictness: Strictness }
  | { type: 'filter'; filter: Filter }
  | { type: 'rows'; from: number; to: number }
  | { type: 'export'; which: Which };

/** One row of the table. */
export interface TableRow {
  /** Counts the rows of the file from 1. */
  row: number;
  line: number;
  cells: string[];
  /** Most severe first. */
  findings: Finding[];
}

export interface Column {
  /** As it stands in the file. */
  title: string;
  /** The name that was understood. */
  name: string | null;
}

export type FromWorker =
  | { type: 'progress'; bytes: number; rows: number; withFindings: number }
  | { type: 'summary'; summary: Summary; columns: Column[]; marked: string[]; milliseconds: number; withFindings: number }
  | { type: 'filtered'; filter: Filter; count: number }
  | { type: 'rows'; from: number; rows: TableRow[] }
  | { type: 'exported'; which: Which; blob: Blob; rows: number }
  | { type: 'exporting'; which: Which; bytes: number }
  | { type: 'failed'; message: string };
