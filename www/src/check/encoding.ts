// The encodings that files come in, as the core tells them, and back again.

import { pieces } from './pieces';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'windows-1252';

/** A file in UTF-8 without a mark at its beginning, and what it was written in. */
export interface Decoded {
  text: Blob;
  encoding: Encoding;
  hasMark: boolean;
}

/** The encoding that the first bytes tell; as the core sees it. */
function encodingOf(head: Uint8Array): { encoding: Encoding; mark: number } {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', mark: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', mark: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (a && b === 0 && c === 0 && d === 0) return { encoding: 'utf-32le', mark: 0 };
  if (a === 0 && b === 0 && c === 0 && d) return { encoding: 'utf-32be', mark: 0 };
  if (a && b === 0 && c && d === 0) return { encoding: 'utf-16le', mark: 0 };
  if (a === 0 && b && c === 0 && d) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: 'utf-8', mark: a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0 };
}

/** Four bytes a character, which browsers do not read; pieces are a multiple of that. */
function ofFour(piece: Uint8Array, isLittle: boolean): string {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength & ~3);
  let text = '';
  for (let at = 0; at < view.byteLength; at += 4) {
    const point = view.getUint32(at, isLittle);
    text += point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}

/** Reads a file as the core did, which says so where it took the bytes for Windows-1252. */
export async function decoded(file: Blob, isWindows: boolean): Promise<Decoded> {
  const { encoding: found, mark } = encodingOf(new Uint8Array(await file.slice(0, 4).arrayBuffer()));
  const encoding = found === 'utf-8' && isWindows ? 'windows-1252' : found;
  const rest = file.slice(mark);
  if (encoding === 'utf-8') return { text: rest, encoding, hasMark: mark > 0 };
  const parts: Blob[] = [];
  const wide = encoding.startsWith('utf-32');
  const decoder = wide ? undefined : new TextDecoder(encoding);
  for await (const piece of pieces(rest))
    parts.push(new Blob([decoder ? decoder.decode(piece, { stream: true }) : ofFour(piece, encoding === 'utf-32le')]));
  if (decoder) parts.push(new Blob([decoder.decode()]));
  return { text: new Blob(parts), encoding, hasMark: mark > 0 };
}

/** What the bytes from 0x80 to 0x9f are in Windows-1252. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function ofWindows(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const special = WINDOWS.indexOf(text[at] as string);
    bytes[at] = special >= 0 ? 0x80 + special : unit < 256 ? unit : 63;
  }
  return bytes;
}

function ofWide(text: string, size: 2 | 4, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const units =
    size === 2
      ? Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
      : Array.from(text, (one) => one.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(units.length * size));
  units.forEach((unit, at) =>
    size === 2 ? view.setUint16(at * 2, unit, isLittle) : view.setUint32(at * 4, unit, isLittle),
  );
  return new Uint8Array(view.buffer);
}

/** Bytes of UTF-8 that end with whole characters, in the encoding of the file that they are to be in. */
export function encoded(bytes: Uint8Array<ArrayBuffer>, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return bytes;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (encoding === 'windows-1252') return ofWindows(text);
  return ofWide(text, encoding.startsWith('utf-32') ? 4 : 2, encoding.endsWith('le'));
}

/** The mark at the beginning of a file of this encoding, in UTF-8. */
export const MARK = '\ufeff';
