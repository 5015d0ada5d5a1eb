// What page and worker say to each other. A row is known by the line of the file that it begins at.

import type { CsvOptions, Finding, FindingCode, Severity, Summary } from '../core';

/** Which rows the table shows, and in which order. */
export interface View {
  scope: 'findings' | 'all' | 'changed';
  /** Rows with a finding of this code. */
  code?: string;
  /** Rows with a finding about this field. */
  field?: string;
  /** Rows with a finding of this severity. */
  severity?: Severity;
  /** Rows that hold this text, in capitals or not. */
  search?: string;
  sort?: { column: number; descending: boolean };
}

export type Which = 'accepted' | 'rejected' | 'corrected' | 'changes';

export type ToWorker =
  /** `tab`: where changes are kept for a reload, and taken from where the file was. */
  | { type: 'check'; file: Blob; options: CsvOptions; sheet: string; tab: string; isKept: boolean }
  /** Keeps no further changes. */
  | { type: 'forget' }
  | { type: 'options'; options: CsvOptions }
  | { type: 'view'; view: View }
  | { type: 'rows'; from: number; to: number }
  | { type: 'row'; line: number }
  | { type: 'edit'; line: number; column: number; text: string; code?: FindingCode }
  /** Takes over what is suggested, for one kind of finding or for all. */
  | { type: 'fix'; kind?: { code: string; path: string } }
  | { type: 'undo' }
  | { type: 'export'; which: Which };

/** One row of the table. */
export interface TableRow {
  /** Counts the rows of the file from 1. */
  row: number;
  line: number;
  cells: string[];
  /** What stood in the cells that were changed. */
  before: Record<number, string>;
  /** Most severe first. */
  findings: Finding[];
}

export interface Column {
  /** As it stands in the file. */
  title: string;
  /** The name that was understood. */
  name: string | null;
  /** What stands in it in the first rows. */
  sample: string[];
}

/** Findings of one severity, code and place. */
export interface KindCount {
  /** The first of them, in its own words. */
  finding: Finding;
  count: number;
}

export interface Changed {
  /** How many cells differ from the file, and in how many rows. */
  cells: number;
  rows: number;
  /** What can be undone, or nothing. */
  undo: { cells: number } | null;
}

export type FromWorker =
  | { type: 'progress'; bytes: number; rows: number; withFindings: number }
  | {
      type: 'summary';
      isFirst: boolean;
      summary: Summary;
      columns: Column[];
      kinds: KindCount[];
      marked: string[];
      milliseconds: number;
      withFindings: number;
    }
  /** `keep`: the rows are those that are there already, and some of them have changed. */
  | { type: 'viewed'; count: number; keep: boolean }
  | { type: 'rows'; from: number; rows: TableRow[] }
  | { type: 'row'; row: TableRow }
  | { type: 'changed'; changed: Changed; fixed?: { cells: number } }
  | { type: 'exported'; which: Which; blob: Blob }
  | { type: 'exporting'; which: Which; bytes: number }
  | { type: 'working'; done: number; text: string }
  | { type: 'failed'; message: string };
