// What is wrong in a file, by kind: how often, an example, and one click to put all of a kind right.

import type { Finding } from '../core';
import { fill, h } from '../ui/dom';
import { fieldOf } from '../ui/findings';
import { icon } from '../ui/icon';
import { fieldName, language, sayOf } from '../ui/language';
import { codeName, count } from '../ui/words';
import { bar } from './charts';
import type { KindCount, View } from './protocol';

/** How many kinds are seen at once. */
const FEW = 8;

export interface ProblemActions {
  show: (view: Pick<View, 'code' | 'field'>) => void;
  fix: (kind?: { code: string; path: string }) => void;
}

/** What a kind of finding is called: its code as words, or what it says in another language. */
export const titleOf = (finding: Finding): string => (language() === 'en' ? codeName(finding.code) : sayOf(finding));

export class Problems {
  readonly element = h('section', { class: 'card', 'aria-labelledby': 'problems-title' });
  #kinds: KindCount[] = [];
  #isOpen = false;

  constructor(private readonly actions: ProblemActions) {}

  show(kinds: KindCount[]): void {
    this.#kinds = kinds;
    this.#draw();
  }

  #draw(): void {
    const kinds = this.#kinds;
    const most = Math.max(1, ...kinds.map((kind) => kind.count));
    const fixable = kinds.filter(({ finding }) => finding.suggestion !== undefined);
    const hidden = this.#isOpen ? 0 : Math.max(0, kinds.length - FEW);
    fill(
      this.element,
      h(
        'div',
        { class: 'card-head' },
        h(
          'div',
          {},
          h('h2', { id: 'problems-title' }, 'What there is to put right'),
          kinds.length > 0 &&
            h(
              'p',
              { class: 'help' },
              fixable.length > 0
                ? 'Corrections that change nothing but the writing are made with one click; everything else is for you to decide.'
                : 'None of these can be corrected by rule: they are for you to decide.',
            ),
        ),
        fixable.length > 0 &&
          h(
            'button',
            { type: 'button', class: 'primary', id: 'fix-all', onclick: () => this.actions.fix() },
            icon('wand'),
            'Correct all that is certain',
          ),
      ),
      kinds.length === 0
        ? h('p', { class: 'help' }, 'Nothing. Every row keeps every rule.')
        : h(
            'ul',
            { class: 'problems' },
            kinds.slice(0, kinds.length - hidden).map((kind) => this.#row(kind, most)),
          ),
      hidden > 0 && h('button', { type: 'button', class: 'quiet', onclick: () => this.#showAll() }, `${hidden} more`),
    );
  }

  #showAll(): void {
    this.#isOpen = true;
    this.#draw();
  }

  #row({ finding, count: number }: KindCount, most: number): HTMLElement {
    const { code, path, severity, suggestion } = finding;
    const field = fieldOf(finding);
    const title = titleOf(finding);
    const said = sayOf(finding);
    return h(
      'li',
      { class: 'problem', 'data-code': code },
      icon(severity),
      h(
        'div',
        { class: 'problem-text' },
        h(
          'p',
          {},
          field ? h('b', {}, `${fieldName(field)}: `) : null,
          h('span', {}, title),
          h('span', { class: 'tag number' }, count(number, 'row')),
        ),
        title === said ? null : h('p', { class: 'help' }, said),
        bar([{ share: number / most, tone: severity }]),
      ),
      h(
        'div',
        { class: 'row' },
        suggestion === undefined
          ? null
          : h(
              'button',
              { type: 'button', class: 'small', 'data-fix': code, onclick: () => this.actions.fix({ code, path }) },
              number === 1 ? 'Correct it' : `Correct all ${number.toLocaleString('en')}`,
            ),
        h(
          'button',
          {
            type: 'button',
            class: 'small quiet',
            'aria-label': `Show rows: ${title}`,
            onclick: () => this.actions.show(field ? { code, field } : { code }),
          },
          'Show',
        ),
      ),
    );
  }
}
