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
  // that of Brazil
  pt: () => import('./messages/pt.js'),
  sw: () => import('./messages/sw.js'),
};

// written out, since bundlers do not leave out what a call makes
export const languages = ['en', 'de', 'es', 'es-419', 'fr', 'hi', 'ne', 'pt', 'pt-BR', 'sw'];

/** The language of a catalogue for a tag such as `fr-CA` or `sw_KE.UTF-8`, or nothing. */
function known(tag) {
  const name = String(tag).toLowerCase().split(/[_-]/, 1)[0];
  // Spanish is that of the Americas but where it is that of Spain
  if (/^es[_-](?!(?:es|ea|ic|gq|ph)\b)/i.test(tag)) return 'es-419';
  return languages.find((language) => language === name);
}

export async function loadMessages(wanted) {
  const name = [wanted].flat().map(known).find(Boolean) ?? 'en';
  const { messages } = await CATALOGUES[name]();
  return messages;
}
