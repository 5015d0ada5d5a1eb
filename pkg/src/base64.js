// Base64 with what the host has for it.

const view = (buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);

/** The bytes of a text; nothing where it is not what the module writes. */
export function decode(text) {
  if (text.length % 4 !== 0 || text.includes('-') || text.includes('_')) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  let bytes;
  try {
    if (Uint8Array.fromBase64) bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' });
    else if (globalThis.Buffer) bytes = view(globalThis.Buffer.from(text, 'base64'));
    else bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
  // what is passed over in silence is missing here; bits that belong to no byte are zero
  if (bytes.length !== (text.length / 4) * 3 - padding) return undefined;
  const rest = bytes.length % 3;
  return rest === 0 || encode(bytes.subarray(bytes.length - rest)) === text.slice(-4) ? bytes : undefined;
}

/** A few bytes as text. */
export const encode = (bytes) => btoa(String.fromCharCode(...bytes));
