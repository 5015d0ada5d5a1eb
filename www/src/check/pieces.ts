// A file in pieces.

export const PIECE = 2 * 1024 * 1024;

/**
 * The pieces of a file, all but the last of {@link PIECE} bytes; the next one is read while one is worked on. A piece is
 * there until the next is asked for.
 *
 * Each piece is a read of its own. A stream that fills buffers of ours (`getReader({ mode: 'byob' })`) needs 30 MB less
 * memory, but Chromium leaves now and then one of its reads without an answer, and the file is never done. To give a
 * piece's memory back by `buffer.transfer(0)` costs 50 MB more: the collector then sees no reason to begin.
 */
export async function* pieces(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const read = (from: number) => (from < file.size ? file.slice(from, from + PIECE).arrayBuffer() : undefined);
  let next = read(0);
  for (let from = 0; next; from += PIECE) {
    const buffer = await next;
    next = read(from + PIECE);
    // one that fails while nobody waits for it yet is told when it is waited for
    next?.catch(() => {});
    yield new Uint8Array(buffer);
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
