// The parts of an identifier, each in a colour and with its name.

import type { Value } from '../core';
import { h, type Child } from './dom';
import { PARTS } from './words';

interface Segment {
  text: string;
  name: string | undefined;
}

/** What is between the parts that the core names. */
const REST: Record<string, string> = { iban: 'Account', ifsc: '' };
/** Members of a value that are no parts of its text. */
const OTHER = new Set(['kind', 'normalized', 'formatted', 'masked', 'bban', 'sepaSince']);

/** The paper form in parts; nothing where there is only one. */
function segments(value: Value): Segment[] {
  const { formatted, kind } = value;
  // where each character of the text without blanks stands in it
  const places = [...formatted].flatMap((letter, at) => (letter === ' ' ? [] : [at]));
  const plain = formatted.replaceAll(' ', '');
  const taken = new Array<string | undefined>(plain.length).fill(undefined);
  for (const [name, text] of Object.entries(value)) {
    if (OTHER.has(name) || typeof text !== 'string' || text === '') continue;
    for (let at = plain.indexOf(text); at >= 0; at = plain.indexOf(text, at + 1)) {
      if (taken.slice(at, at + text.length).some(Boolean)) continue;
      taken.fill(name, at, at + text.length);
      break;
    }
  }
  if (!taken.some(Boolean)) return [];
  const found: Segment[] = [];
  taken.forEach((given, at) => {
    const name = given ?? REST[kind];
    const last = found.at(-1);
    const from = places[at] ?? 0;
    const text = formatted.slice(from, places[at + 1] ?? formatted.length);
    if (last && last.name === name) last.text += text;
    else found.push({ text, name });
  });
  return found;
}

/** An identifier with its parts coloured, and what they are called below. */
export function partsOf(value: Value): Child {
  const all = segments(value);
  if (all.length < 2) return h('b', { class: 'value' }, value.formatted);
  let at = 0;
  const shown = all.map(({ text, name }) => ({
    text,
    label: name ? (PARTS[name] ?? name) : undefined,
    tone: name ? `part-${at++ % 5}` : undefined,
  }));
  return h(
    'span',
    { class: 'parts' },
    shown.map(({ text, label, tone }) =>
      h(
        'span',
        { class: tone ? `part ${tone}` : 'part' },
        h('b', { class: 'value' }, text),
        label ? h('small', {}, label) : null,
      ),
    ),
  );
}
