import type { CsvChecker, CsvOptions, CsvReport, Finding, FindingCode } from './api.js';

export * from './index.js';

/** How a file is checked that may be a workbook, or packed. */
export interface FileOptions extends CsvOptions {
  /** The sheet of a workbook; the first visible one with cells by default. */
  sheet?: string;
  /** How many bytes a packed file may unpack to; 1 GiB by default. One that holds more is not read further (`FILE_TOO_LARGE`). */
  maxUnpacked?: number;
}

/** One cell of a file that was changed. */
export interface FileChange {
  /** The row, counted from 1. */
  row: number;
  /** The field or column. */
  field: string;
  /** The text of the cell before. It may be an account number. */
  before: string;
  /** The text of the cell now. */
  after: string;
  /** The finding that suggested it. */
  code: FindingCode;
}

/** A file with what is suggested for its cells in place. */
export interface FixedFile {
  /**
   * The same rows in the same order, and outside the changes the same bytes. UTF-8 where the file was UTF-16, UTF-32 or
   * Windows-1252.
   */
  bytes: Uint8Array;
  /** In the order of the rows. */
  changes: FileChange[];
  /** The findings of the fixed file; of its rows those that the option `rows` asks for. */
  remaining: CsvReport;
}

/**
 * Checks a file of payouts: CSV, JSON objects, a workbook (.xlsx, .xlsb, .ods), or one of them packed by gzip or alone in a
 * zip archive. What it is, its first bytes say; the same rows give the same answers, whatever they are written in. Of a
 * workbook `line` is the row of the sheet.
 *
 * @throws {OfframpError} with the code `ARGUMENT_INVALID` for options that do not exist.
 */
export function checkFile(file: Uint8Array | ArrayBuffer | ArrayBufferView | string, options?: FileOptions): CsvReport;

/** Begins a check of such a file that comes in pieces. A workbook or an archive is kept, packed, until it is there as a whole. */
export function createFileChecker(options?: FileOptions): CsvChecker;

/**
 * Fixes a file of payouts, CSV or JSON objects, and checks what came of it: every suggestion for a value is taken over with
 * which its cell has no error any more. Suggestions are lossless; guesses and names of columns are left alone. Fixing the
 * file again changes nothing. The same as `offramp check --fix
 * --changes`. Of a workbook the fixed file is the CSV of its sheet.
 *
 * @example
 * const { bytes, changes } = fixFile('currency,amount,iban\nEUR,1.00,DE89 3704 0044 0532 0130 OO\n');
 * new TextDecoder().decode(bytes); // 'currency,amount,iban\nEUR,1.00,DE89370400440532013000\n'
 * changes[0].field; // 'iban'
 * @throws {OfframpError} with the code `ARGUMENT_INVALID` for options that do not exist.
 */
export function fixFile(file: Uint8Array | ArrayBuffer | ArrayBufferView | string, options?: FileOptions): FixedFile;

/** {@link fixFile} for CSV alone. */
export function fixCsv(file: Uint8Array | ArrayBuffer | ArrayBufferView | string, options?: CsvOptions): FixedFile;

/** The text of a file that was packed. */
export interface UnpackedFile {
  /** Of a workbook the CSV of its sheet; text as it is; nothing where the file cannot be read to its end. */
  bytes: Uint8Array;
  /** What there is to say of the file: which of several sheets was read, or why it cannot be read. */
  findings: Finding[];
}

/**
 * The text of a file: the CSV of a workbook's sheet, each cell as the sheet shows it; what gzip or an archive of one file
 * holds; text stays as it is. It is what {@link checkFile} checks, and {@link createFileChecker} counts lines in.
 *
 * @example
 * const { bytes } = unpackFile(new TextEncoder().encode('currency,amount,vpa\n'));
 * new TextDecoder().decode(bytes); // 'currency,amount,vpa\n'
 * @throws {OfframpError} with the code `ARGUMENT_INVALID` for options that do not exist.
 */
export function unpackFile(
  file: Uint8Array | ArrayBuffer | ArrayBufferView | string,
  options?: Pick<FileOptions, 'sheet' | 'maxUnpacked'>,
): UnpackedFile;
