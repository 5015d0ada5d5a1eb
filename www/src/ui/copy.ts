// Text to take along.

import { fill, h } from './dom';
import { icon } from './icon';
import { wireTabs } from './tabs';

export function copyButton(text: () => string, label = 'Copy'): HTMLButtonElement {
  const button = h('button', { type: 'button', class: 'small quiet' }, label);
  button.addEventListener('click', async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      done = false;
    }
    button.textContent = done ? 'Copied' : 'Not allowed here';
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}

/** Text in a frame with a button to copy it. */
export function codeBlock(text: string, label: string): HTMLElement {
  return h(
    'div',
    { class: 'code' },
    h('pre', { tabindex: 0, role: 'region', 'aria-label': label }, h('code', {}, text)),
    copyButton(() => text),
  );
}

/** Tabs with a list and a panel each, in the look of a subordinate list. */
export function tabbed(
  id: string,
  label: string,
  names: readonly (readonly [string, string])[],
): { element: HTMLElement; panels: Record<string, HTMLElement> } {
  const panels: Record<string, HTMLElement> = {};
  const tabs = names.map(([name, text], index) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `${id}-tab-${name}`,
        'aria-controls': `${id}-${name}`,
        'aria-selected': String(index === 0),
        tabindex: index === 0 ? 0 : -1,
      },
      text,
    ),
  );
  const list = h('div', { role: 'tablist', class: 'subtabs', 'aria-label': label }, tabs);
  for (const [index, [name]] of names.entries())
    panels[name] = h('div', {
      role: 'tabpanel',
      id: `${id}-${name}`,
      'aria-labelledby': `${id}-tab-${name}`,
      hidden: index > 0,
    });
  // the panels are looked up in the document
  queueMicrotask(() => wireTabs(list));
  return { element: h('div', { class: 'tabbed' }, list, Object.values(panels)), panels };
}

/** What is on the screen as code, written when somebody looks. */
export function codeTabs(
  id: string,
  title: string,
  ways: readonly (readonly [string, () => string])[],
): { element: HTMLElement; refresh: () => void } {
  const names = ways.map(([label]) => [label.toLowerCase(), label] as const);
  const { element, panels } = tabbed(id, title, names);
  const details = h(
    'details',
    { class: 'card in-code', ontoggle: () => refresh() },
    h('summary', {}, icon('chevron'), h('h2', {}, title)),
    element,
  );
  function refresh(): void {
    if (!details.open) return;
    for (const [label, write] of ways) fill(panels[label.toLowerCase()] as HTMLElement, codeBlock(write(), label));
  }
  return { element: details, refresh };
}
