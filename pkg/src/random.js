// Random numbers of the host.

/** A UUID of version 4, or nothing where the host has no secure random numbers. */
export function randomUuid() {
  const { crypto } = globalThis;
  if (typeof crypto?.randomUUID === 'function') return crypto.randomUUID();
  if (typeof crypto?.getRandomValues !== 'function') return undefined;
  // pages without TLS have random numbers and no UUIDs
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A key of 32 hexadecimal digits that nobody else knows; empty where the host has no secure random numbers. */
export function randomKey() {
  return randomUuid()?.replaceAll('-', '') ?? '';
}
