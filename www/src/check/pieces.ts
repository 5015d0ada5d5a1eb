// A file in pieces.

export const PIECE = 2 * 1024 * 1024;

/** The pieces of a file, each for as long as it is worked on; the next one is read meanwhile. */
export async function* pieces(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const read = (from: number) => file.slice(from, from + PIECE).arrayBuffer();
  let next = file.size > 0 ? read(0) : undefined;
  for (let at = 0; next; at += PIECE) {
    const piece = new Uint8Array(await next);
    next = at + PIECE < file.size ? read(at + PIECE) : undefined;
    yield piece;
    // given back at once: left to the collector, dozens of them would wait for it
    (piece.buffer as ArrayBuffer & { transfer?: (length: number) => ArrayBuffer }).transfer?.(0);
  }
}

export function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
