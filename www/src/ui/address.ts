// The state of the page in the fragment of its address: choices, and what was typed only where somebody asks for a link
// with it. Fragments are never sent to a server.

/** `#pay?currency=EUR&country=DE`: the part of the page, and its choices. */
function read(): { part: string; values: URLSearchParams } {
  const [part = '', values = ''] = location.hash.slice(1).split('?');
  return { part, values: new URLSearchParams(values) };
}

/** The choices by part, so that changing the part loses nothing. */
const states = new Map<string, URLSearchParams>();
let current = '';

/** Takes over what the address says; again after somebody changed it. */
export function readAddress(): string {
  const { part, values } = read();
  current = part;
  if ([...values].length > 0) states.set(part, values);
  return part;
}

/** A choice that the address says. */
export const chosenIn = (part: string, name: string): string | undefined => states.get(part)?.get(name) ?? undefined;

function write(): void {
  history.replaceState(history.state, '', hashOf(current, states.get(current)));
}

function hashOf(part: string, values: URLSearchParams | undefined): string {
  const text = values?.toString() ?? '';
  return `#${part}${text === '' ? '' : `?${text}`}`;
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
  if (current === part) write();
}

/** The address with further values, which are said in no other place. */
export function linkTo(part: string, more: Record<string, string> = {}): string {
  const values = new URLSearchParams(states.get(part));
  for (const [name, value] of Object.entries(more)) if (value !== '') values.set(name, value);
  return `${location.href.split('#')[0]}${hashOf(part, values)}`;
}

interface Kept {
  typed?: Record<string, string>;
}

/** What was typed, for a reload of this tab: kept with its entry in the history, and nowhere else. */
export function keepTyped(name: string, text: string): void {
  const state = (history.state ?? {}) as Kept;
  const typed = { ...state.typed, [name]: text };
  if (text === '') delete typed[name];
  history.replaceState({ ...state, typed }, '');
}

export const keptTyped = (name: string): string | undefined => ((history.state ?? {}) as Kept).typed?.[name];
