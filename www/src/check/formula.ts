// Cells that a spreadsheet would run are disarmed before a file is handed out again.

import { cellsOf } from './records';

const EQUALS = 61;
const PLUS = 43;
const MINUS = 45;
const AT = 64;
const TAB = 9;
const QUOTE = 34;
const APOSTROPHE = 39;
const BLANK = 32;

const mayStart = (byte: number | undefined): boolean =>
  byte === EQUALS || byte === PLUS || byte === MINUS || byte === AT || byte === TAB;

/** Whether some cell of a record may begin with what begins a formula. */
export function isRisky(bytes: Uint8Array, start: number, end: number, separator: number): boolean {
  let isStart = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (isStart) {
      if (mayStart(byte)) return true;
      // behind blanks and quotation marks it is one as well
      isStart = byte === QUOTE || byte === BLANK || byte === APOSTROPHE || byte === separator;
    } else if (byte === separator) {
      isStart = true;
    }
  }
  return false;
}

/** A number with a sign, such as a phone number, is none. */
const NUMBER = /^[+-]?[0-9][0-9 .,()-]*$/;
const FORMULA = /^[\s]*[=+\-@\t\r]/;

export const isFormula = (cell: string): boolean => FORMULA.test(cell) && !NUMBER.test(cell.trim());

/** A cell as it may stand in a file: disarmed, and in quotation marks where it needs them. */
export function written(cell: string, separator: string, disarms = true): string {
  const safe = disarms && isFormula(cell) ? `'${cell.trimStart()}` : cell;
  return /["\r\n]/.test(safe) || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A record with every formula disarmed; as it was where there is none. */
export function disarmed(record: string, separator: string): string {
  const cells = cellsOf(record, separator);
  return cells.some(isFormula) ? cells.map((cell) => written(cell, separator)).join(separator) : record;
}
