// As-you-type formatting. Only separators come and go, and capitals where a kind has no small letters: a letter
// or digit that was typed stays, so that what is wrong with it can still be said.

/** What people and documents put between the characters of a number. */
const SEPARATORS = /[\s\u00ad\u180e\u200b-\u200f\u2060\ufeff.\u2010-\u2015-]/g;

/** How kinds are written: sizes of the groups, what stands between them, and the most characters without it. */
const STYLES = {
  iban: { groups: [4, 4, 4, 4, 4, 4, 4, 4, 2], separator: ' ', most: 34, capitals: true },
  bic: { groups: [11], separator: '', most: 11, capitals: true },
  ifsc: { groups: [11], separator: '', most: 11, capitals: true },
  aba: { groups: [9], separator: '', most: 9 },
  sortCode: { groups: [2, 2, 2], separator: '-', most: 6, other: /^\s*\d{3}-\d{3}\s*$/ },
  bsb: { groups: [3, 3], separator: '-', most: 6, other: /^\s*\d{2}-\d{2}-\d{2}\s*$/ },
};

function grouped(text, { groups, separator }) {
  const parts = [];
  let at = 0;
  for (const size of groups) {
    if (at >= text.length) break;
    parts.push(text.slice(at, at + size));
    at += size;
  }
  return parts.join(separator);
}

export function formatAsTyped(kind, value, caret = value.length, { forward = false } = {}) {
  const style = Object.hasOwn(STYLES, kind ?? '') ? STYLES[kind] : undefined;
  const plain = value.replace(SEPARATORS, '');
  // anything else than a value of this kind is left alone: what it is instead can be told from how it is written
  if (!style || plain.length > style.most || !/^[0-9A-Za-z]*$/.test(plain) || style.other?.test(value)) {
    return { value, caret };
  }
  const formatted = grouped(style.capitals ? plain.toUpperCase() : plain, style);
  let before = value.slice(0, caret).replace(SEPARATORS, '').length;
  let place = 0;
  while (before > 0) {
    if (formatted[place] !== style.separator) before -= 1;
    place += 1;
  }
  // deleting forwards removes a separator that comes back at once: step over it
  if (forward && formatted[place] === style.separator) place += 1;
  return { value: formatted, caret: place };
}

export function formatInput(kind, event) {
  const input = event.target;
  const native = event.nativeEvent ?? event;
  if (native.isComposing) return input.value;
  const caret = input.selectionStart ?? input.value.length;
  const typed = formatAsTyped(kind, input.value, caret, { forward: native.inputType === 'deleteContentForward' });
  if (typed.value !== input.value) {
    input.value = typed.value;
    // inputs of some types, such as email, have no caret that could be set
    if (input.selectionStart !== null) input.setSelectionRange(typed.caret, typed.caret);
  }
  return typed.value;
}
