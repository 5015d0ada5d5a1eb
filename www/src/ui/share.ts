// A link to what is on the screen. What was typed is part of it only where somebody asks for that.

import { linkTo } from './address';
import { copyButton } from './copy';
import { h } from './dom';
import { icon } from './icon';

/** Buttons for a part of the page; `typed` answers what may stand in a link besides the choices. */
export function shareMenu(part: string, typed?: () => Record<string, string>): HTMLElement {
  return h(
    'details',
    { class: 'menu' },
    h('summary', { class: 'button small' }, icon('link'), 'Link'),
    h(
      'div',
      { class: 'menu-body' },
      copyButton(() => linkTo(part), 'Copy link to these choices'),
      typed
        ? [
            copyButton(() => linkTo(part, typed()), 'Copy link with what I typed'),
            h(
              'p',
              { class: 'help' },
              'What stands behind # in an address is sent to no server, but whoever has the link can read it. Secrets are never part of it.',
            ),
          ]
        : null,
    ),
  );
}
