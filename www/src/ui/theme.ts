// Light or dark: as the system says, until someone chooses.

import { h } from './dom';

const KEY = 'theme';
const CHOICES = [
  ['auto', 'Theme: auto'],
  ['light', 'Theme: light'],
  ['dark', 'Theme: dark'],
] as const;

function remembered(): string {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    // storage may be refused
    return 'auto';
  }
}

function apply(choice: string): void {
  if (choice === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

export function themeSwitch(): HTMLElement {
  const chosen = remembered();
  apply(chosen);
  const select = h(
    'select',
    {
      'aria-label': 'Colours',
      onchange: () => {
        apply(select.value);
        try {
          localStorage.setItem(KEY, select.value);
        } catch {
          // it holds until the page is left
        }
      },
    },
    CHOICES.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
  );
  return h('div', { class: 'theme' }, select);
}
