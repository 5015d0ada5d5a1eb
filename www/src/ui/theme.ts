// Light or dark: as the system says, until someone chooses.

import { h } from './dom';
import { recall, remember } from './memory';

const KEY = 'theme';
const CHOICES = [
  ['auto', 'Auto'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

function apply(choice: string): void {
  if (choice === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

export function themeSwitch(): HTMLElement {
  const chosen = recall(KEY) ?? 'auto';
  apply(chosen);
  const select = h(
    'select',
    {
      'aria-label': 'Colours',
      title: 'Colours',
      onchange: () => {
        apply(select.value);
        remember(KEY, select.value);
      },
    },
    CHOICES.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
  );
  return h('div', { class: 'theme' }, select);
}
