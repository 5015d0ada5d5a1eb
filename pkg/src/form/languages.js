// The languages: each catalogue is a file of its own that is loaded when it is asked for.

/** Adding a language is adding `messages/<language>.json`, a line here, and its name below and in the declarations. */
const CATALOGUES = {
  en: () => import('./messages/en.js'),
  de: () => import('./messages/de.js'),
  es: () => import('./messages/es.js'),
  fr: () => import('./messages/fr.js'),
  hi: () => import('./messages/hi.js'),
  ne: () => import('./messages/ne.js'),
  pt: () => import('./messages/pt.js'),
  sw: () => import('./messages/sw.js'),
};

// written out, since bundlers do not leave out what a call makes
export const languages = ['en', 'de', 'es', 'fr', 'hi', 'ne', 'pt', 'sw'];

export async function loadMessages(language) {
  const [name] = String(language).toLowerCase().split(/[-_]/);
  if (!Object.hasOwn(CATALOGUES, name)) {
    throw new RangeError(`language: there are no messages in "${language}", only in ${languages.join(', ')}`);
  }
  const { messages } = await CATALOGUES[name]();
  return messages;
}
