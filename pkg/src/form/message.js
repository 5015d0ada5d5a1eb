// Texts in the language of a catalogue; where it has none, the English one.

import { valuesOf } from './values.js';

const own = (table, name) => (table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined);

/** `{name}` becomes the value of that name; one in brackets has no brackets of its own. */
const fill = (template, params) =>
  template.replace(/(\(?)\{(\w+)\}/g, (whole, bracket, name) => {
    if (!Object.hasOwn(params, name)) return whole;
    return bracket === '' ? params[name] : `(${params[name].replace(/ \(([A-Z]{2,3})\)$/, ', $1')}`;
  });

export function messageOf(finding, messages) {
  const template = own(messages?.findings, finding.code);
  return template === undefined ? finding.message : fill(template, valuesOf(finding, messages));
}

export function suggestionOf(finding, messages) {
  if (finding.suggestion === undefined) return undefined;
  return fill(messages?.suggestion ?? 'Did you mean {suggestion}?', { suggestion: finding.suggestion });
}

export function labelOf(field, messages) {
  return own(messages?.labels, field.name) ?? field.label;
}

/** Catalogues know help texts by the field and the English text, with the lengths as parameters. */
export function helpKey(field) {
  return field.help.replace(/\b\d+\b/g, (number) => {
    if (number === String(field.minLength)) return '{min}';
    return number === String(field.maxLength) ? '{max}' : number;
  });
}

export function helpOf(field, messages) {
  const template = own(own(messages?.help, field.name), helpKey(field));
  return template === undefined
    ? field.help
    : fill(template, { min: String(field.minLength), max: String(field.maxLength) });
}
