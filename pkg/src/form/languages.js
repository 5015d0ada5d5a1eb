// The languages: each catalogue is a file of its own that is loaded when it is asked for.

/** Adding a language is adding `messages/<language>.json`, a line here, and its name below and in the declarations. */
const CATALOGUES = {
  en: () => import('./messages/en.js'),
  de: () => import('./messages/de.js'),
  es: () => import('./messages/es.js'),
  'es-419': () => import('./messages/es-419.js'),
  fr: () => import('./messages/fr.js'),
  hi: () => import('./messages/hi.js'),
  ne: () => import('./messages/ne.js'),
  pt: () => import('./messages/pt.js'),
  // the Portuguese one is that of Brazil
  'pt-BR': () => import('./messages/pt.js'),
  sw: () => import('./messages/sw.js'),
};

// written out, since bundlers do not leave out what a call makes
export const languages = ['en', 'de', 'es', 'es-419', 'fr', 'hi', 'ne', 'pt', 'pt-BR', 'sw'];

/** Where Spanish is that of Spain; elsewhere it is that of the Americas. */
const SPAIN = ['es', 'ea', 'ic', 'gq', 'ph'];

/** The language of a catalogue for a tag such as `fr-CA` or `sw_KE.UTF-8`, or nothing. */
function known(tag) {
  const parts = String(tag).toLowerCase().split(/[.@]/, 1)[0].split(/[-_]/);
  const region = parts.slice(1).find((part) => /^[a-z]{2}$/.test(part));
  if (parts[0] === 'es' && region && !SPAIN.includes(region)) return 'es-419';
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('-');
    const found = languages.find((language) => language.toLowerCase() === name);
    if (found) return found;
  }
  return undefined;
}

export async function loadMessages(wanted) {
  const tags = typeof wanted === 'string' || typeof wanted?.[Symbol.iterator] !== 'function' ? [wanted] : [...wanted];
  const name = tags.map(known).find((found) => found !== undefined) ?? 'en';
  const { messages } = await CATALOGUES[name]();
  return messages;
}
