// A file in pieces.

export const PIECE = 2 * 1024 * 1024;

/**
 * The pieces of a file, all but the last of {@link PIECE} bytes; the next one is read while one is worked on. A piece is
 * there until the next is asked for: two buffers take turns, because those of a whole file would wait for the collector.
 */
export async function* pieces(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const read = reader(file);
  let [next, spare] = [read.fill(new ArrayBuffer(PIECE)), new ArrayBuffer(PIECE)];
  try {
    for (;;) {
      const piece = await next;
      if (piece.length === 0) return;
      const isLast = piece.length < PIECE;
      if (!isLast) next = read.fill(spare);
      yield piece;
      if (isLast) return;
      spare = piece.buffer;
    }
  } finally {
    void read.end();
  }
}

interface Filling {
  /** Answers as many bytes as fit, or what is left; the buffer is handed over. */
  fill: (buffer: ArrayBuffer) => Promise<Uint8Array<ArrayBuffer>>;
  end: () => Promise<void>;
}

function reader(file: Blob): Filling {
  let stream: ReadableStreamBYOBReader;
  try {
    stream = file.stream().getReader({ mode: 'byob' });
  } catch {
    // a browser that fills no buffer of ours
    let at = 0;
    return {
      fill: async () => {
        const from = at;
        at += PIECE;
        return new Uint8Array(await file.slice(from, at).arrayBuffer());
      },
      end: async () => {},
    };
  }
  let left = file.size;
  return {
    fill: async (buffer) => {
      // Each read takes the buffer away and gives it back as another. None is asked for behind the end: Chromium may
      // leave such a one without an answer on a busy machine.
      let [held, length] = [buffer, 0];
      const wanted = Math.min(PIECE, left);
      left -= wanted;
      while (length < wanted) {
        const { value, done } = await stream.read(new Uint8Array(held, length));
        if (value) [held, length] = [value.buffer as ArrayBuffer, length + value.length];
        if (done) break;
      }
      return new Uint8Array(held, 0, length);
    },
    end: () => stream.cancel().catch(() => {}),
  };
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
