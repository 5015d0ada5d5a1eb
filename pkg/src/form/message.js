// Texts in the language of a catalogue; where it has none, the English one.

const fill = (template, params) =>
  template.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(params, name) ? params[name] : whole));

const own = (table, name) => (table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined);

/** Parameters that are words of the core, rather than values: these have a translation. */
function translated(params, messages) {
  const out = {};
  for (const [name, value] of Object.entries(params)) {
    if (name === 'field' || name === 'fields') {
      out[name] = value
        .split(', ')
        .map((field) => own(messages.labels, field) ?? field)
        .join(', ');
    } else {
      out[name] =
        name === 'rail' || name === 'delimiter' || name === 'expected' ? (own(messages.words, value) ?? value) : value;
    }
  }
  return out;
}

export function messageOf(finding, messages) {
  const template = own(messages?.findings, finding.code);
  return template === undefined ? finding.message : fill(template, translated(finding.params ?? {}, messages));
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
