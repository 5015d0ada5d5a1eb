// Files that are no text: workbooks and packed files are read by a part of the package that is loaded for the first of them.

import type { Finding } from '../core';

/** What packed files begin with: an archive or a workbook, gzip, a workbook with a password. */
const STARTS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** Whether a file is not text, as far as its name tells. */
export const isPacked = (name: string): boolean => /\.(xlsx|xlsm|xlsb|ods|gz|zip)$/i.test(name);

/** What a file would be called whose text is that of this one: a workbook's is CSV. */
export function nameOfText(name: string): string {
  const inner = name.replace(/\.(gz|zip)$/i, '').replace(/\.(xlsx|xlsm|xlsb|ods)$/i, '.csv');
  return /\.[a-z]+$/i.test(inner) ? inner : `${inner}.csv`;
}

/** The text of a file, which is the file itself where it is not packed. */
export async function unpack(file: Blob, sheet: string): Promise<{ text: Blob; findings: Finding[] }> {
  const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (!STARTS.some((start) => start.every((byte, at) => first[at] === byte))) return { text: file, findings: [] };
  const { unpackFile } = await import('offramp-core/workbook');
  const { bytes, findings } = unpackFile(await file.arrayBuffer(), sheet === '' ? {} : { sheet });
  return { text: new Blob([bytes as Uint8Array<ArrayBuffer>]), findings };
}
