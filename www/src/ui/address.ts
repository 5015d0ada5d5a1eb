// The state of the page in the fragment of its address: choices, and what was typed only where somebody asks for a link
// with it. Fragments are never sent to a server.

/** `#pay?currency=EUR&country=DE`: the part of the page, and its choices. */
function read(): { part: string; values: URLSearchParams } {
  const [part = '', values = ''] = location.hash.slice(1).split('?');
  return { part, values: new URLSearchParams(values) };
}

/** The choices by part, so that changing the part loses nothing. */
const states = new Map<string, URLSearchParams>();
const shared = new Map<string, string>();
let current = '';

/** Takes over what the address says; again after somebody changed it. */
export function readAddress(): string {
  const { part, values } = read();
  current = part;
  // what was typed is taken over once and does not stay in the address
  const text = values.get('typed');
  if (text !== null) {
    shared.set(part, text);
    values.delete('typed');
    writeSoon();
  }
  if ([...values].length > 0) states.set(part, values);
  return part;
}

/** What a link says was typed. */
export const sharedIn = (part: string): string | undefined => shared.get(part);

/** A choice that the address says. */
export const chosenIn = (part: string, name: string): string | undefined => states.get(part)?.get(name) ?? undefined;

/** Browsers take so many changes of the address in a while and no more: what changes at every key waits for a pause. */
const PAUSE = 250;

interface Kept {
  typed?: Record<string, string>;
}

const typed: Record<string, string> = { ...(history.state as Kept | null)?.typed };
let waiting: ReturnType<typeof setTimeout> | undefined;

function write(): void {
  clearTimeout(waiting);
  waiting = undefined;
  history.replaceState({ typed }, '', hashOf(current, states.get(current)));
}

function writeSoon(): void {
  waiting ??= setTimeout(write, PAUSE);
}

addEventListener('pagehide', () => {
  if (waiting !== undefined) write();
});

function hashOf(part: string, values: URLSearchParams | undefined): string {
  const text = values?.toString() ?? '';
  return `#${part}${text === '' ? '' : `?${text}`}`;
}

/** Hears which part is shown, also where the address names none. */
export function partShown(part: string): void {
  current = part;
}

/** Says another part of the page in the address. */
export function writePart(part: string): void {
  current = part;
  write();
}

/** Says choices of a part in the address; empty ones are left out. */
export function writeChoices(part: string, choices: Record<string, string | undefined>): void {
  const values = states.get(part) ?? new URLSearchParams();
  states.set(part, values);
  for (const [name, value] of Object.entries(choices)) {
    if (value) values.set(name, value);
    else values.delete(name);
  }
  if (current === part) writeSoon();
}

/** The address with further values, which are said in no other place. */
export function linkTo(part: string, more: Record<string, string> = {}): string {
  const values = new URLSearchParams(states.get(part));
  for (const [name, value] of Object.entries(more)) if (value !== '') values.set(name, value);
  return `${location.href.split('#')[0]}${hashOf(part, values)}`;
}

/** What was typed, for a reload of this tab: kept with its entry in the history, and nowhere else. */
export function keepTyped(name: string, text: string): void {
  if ((typed[name] ?? '') === text) return;
  if (text === '') delete typed[name];
  else typed[name] = text;
  writeSoon();
}

export const keptTyped = (name: string): string | undefined => typed[name];

/** What was kept as an object of texts. */
export function keptObject(name: string): Record<string, string> {
  try {
    return JSON.parse(keptTyped(name) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}
