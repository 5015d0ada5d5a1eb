// The language of messages and labels: the catalogues of the package, each loaded when it is chosen.

import { loadMessages, messageOf, type Language, type Messages } from 'offramp-core/form';
import type { Finding } from '../core';
import { h } from './dom';
import { recall, remember } from './memory';
import { FIELDS } from './words';

const KEY = 'language';
const NAMES: Partial<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  hi: 'हिन्दी',
  ne: 'नेपाली',
  pt: 'Português',
  sw: 'Kiswahili',
};

/** What the table says of itself, and in English, which has no catalogue here, the columns that are no field of a destination. */
const OWN: Record<string, string> = {
  en: 'Line|Finding|not used|Reference|Amount|Currency|Country|Rail',
  de: 'Zeile|Befund|nicht verwendet',
  es: 'Línea|Hallazgo|no se usa',
  fr: 'Ligne|Constat|non utilisée',
  hi: 'पंक्ति|निष्कर्ष|उपयोग में नहीं',
  ne: 'पङ्क्ति|नतिजा|प्रयोगमा छैन',
  pt: 'Linha|Constatação|não usada',
  sw: 'Mstari|Tokeo|haitumiki',
};
const OWN_NAMES = ['line', 'finding', 'notUsed', 'reference', 'amount', 'currency', 'country', 'rail'];

let messages: Messages | undefined;
let chosen: Language = 'en';
const listeners = new Set<() => void>();

/** The catalogue, or nothing for English, which the core speaks by itself. */
export const catalogue = (): Messages | undefined => messages;
export const language = (): Language => chosen;

/** Hears when texts are to be said again. */
export function onLanguage(listener: () => void): void {
  listeners.add(listener);
}

/** What a finding says. */
export const sayOf = (finding: Finding): string => messageOf(finding, messages);

/** What a field is called. */
export const fieldName = (name: string): string =>
  messages?.labels[name] ??
  messages?.words[name] ??
  OWN[chosen]?.split('|')[OWN_NAMES.indexOf(name)] ??
  FIELDS[name] ??
  name;

export async function speak(wanted: string): Promise<void> {
  const known = (Object.keys(NAMES) as Language[]).find((one) => one === wanted.toLowerCase().split('-')[0]) ?? 'en';
  if (known === chosen) return;
  messages = known === 'en' ? undefined : await loadMessages(known);
  chosen = known;
  for (const listener of listeners) listener();
}

/** The language that was chosen here before; without one, the page speaks English. */
export const rememberedLanguage = (): string => recall(KEY) ?? 'en';

export function languageSwitch(): HTMLSelectElement {
  const select = h(
    'select',
    {
      'aria-label': 'Language of messages and labels',
      title: 'Language of messages and labels',
      onchange: async () => {
        remember(KEY, select.value);
        await speak(select.value);
      },
    },
    Object.entries(NAMES).map(([value, name]) => h('option', { value, lang: value, selected: value === chosen }, name)),
  );
  return select;
}
