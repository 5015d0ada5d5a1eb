// Text to take along.

import { h } from './dom';

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
