// Where the header of a file is, and how its cells are separated, from what the core said about the file.

import type { Summary } from '../core';
import type { Column } from './protocol';
import { cellsOf, recordAt } from './records';

/** How much of a file is looked at for its header and the rows below it. */
const ROOM = 1024 * 1024;
const SAMPLES = 3;
const SEPARATORS: Record<string, string> = { semicolons: ';', tabs: '\t', bars: '|' };

export interface Header {
  separator: string;
  /** The line that it begins at. */
  line: number;
  text: string;
  columns: Column[];
}

export async function readHeader(text: Blob, { findings, columns }: Summary): Promise<Header> {
  const bytes = new Uint8Array(await text.slice(0, ROOM).arrayBuffer());
  const said = (code: string) => findings.find((finding) => finding.code === code)?.params;
  const separator = SEPARATORS[said('DELIMITER_DETECTED')?.delimiter ?? ''] ?? ',';
  let above = Number(said('LINES_ABOVE_HEADER')?.count ?? 0);
  let [at, line] = [0, 1];
  const lineEnd = (from: number) => {
    let end = from;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end += 1;
    return end;
  };
  const next = (end: number) => end + (bytes[end] === 13 && bytes[end + 1] === 10 ? 2 : 1);
  // empty lines are not counted, and by this line a spreadsheet is told the separator
  for (let isFirst = true; at < bytes.length; line++) {
    const end = lineEnd(at);
    if (end > at) {
      if (isFirst && /^sep=.$/i.test(new TextDecoder().decode(bytes.subarray(at, Math.min(end, at + 8))))) above += 1;
      isFirst = false;
      if (above === 0) break;
      above -= 1;
    }
    at = next(end);
  }
  const decoder = new TextDecoder();
  const records: string[] = [];
  for (let place = at; records.length <= SAMPLES; ) {
    const span = recordAt(bytes, place, separator.charCodeAt(0), true);
    if (!span) break;
    records.push(decoder.decode(bytes.subarray(span.start, span.end)));
    place = span.next;
  }
  const header = records[0] ?? '';
  const rows = records.slice(1).map((record) => cellsOf(record, separator));
  return {
    separator,
    line,
    text: header,
    columns: cellsOf(header, separator).map((title, index) => ({
      title: title.trim(),
      name: columns[index] ?? null,
      sample: rows.map((row) => row[index] ?? ''),
    })),
  };
}
