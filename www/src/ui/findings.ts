// Findings as people read them.

import type { Finding, Severity } from '../core';
import { h, type Child } from './dom';
import { icon } from './icon';
import { language, sayOf } from './language';

const WORDS: Record<Severity, string> = { error: 'Error', warning: 'Warning', info: 'Note' };

/** The name in a JSON Pointer of one step; empty for the whole. */
export function fieldOf(finding: { path: string }): string {
  return (finding.path.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Values that the text may have been before it was mistyped: guesses, to be chosen from by a person. */
export const candidatesOf = ({ params }: Finding): string[] => params?.candidates?.split(', ') ?? [];

export interface FindingOptions {
  /** What the place is called. */
  label?: (finding: Finding) => string | undefined;
  /** Takes the corrected value over. */
  accept?: (finding: Finding, suggestion: string) => void;
  /** What else can be done about it. */
  more?: (finding: Finding) => Child;
  /** Shows the code as well. */
  withCode?: boolean;
}

export function findingItem(finding: Finding, options: FindingOptions = {}): HTMLLIElement {
  const { suggestion } = finding;
  const label = options.label?.(finding);
  let offer: Child = null;
  if (suggestion !== undefined) {
    offer = options.accept
      ? h(
          'button',
          { type: 'button', class: 'small accept', onclick: () => options.accept?.(finding, suggestion) },
          'Use ',
          h('b', { class: 'value' }, suggestion),
        )
      : h('span', { class: 'meant' }, 'Meant: ', h('b', { class: 'value' }, suggestion));
  }
  const candidates = candidatesOf(finding);
  if (candidates.length > 0) {
    offer = [
      offer,
      options.more?.(finding),
      h(
        'span',
        { class: 'candidates-of' },
        h('span', { class: 'meant' }, 'Possibly meant; compare with the original: '),
        candidates.map((one) =>
          options.accept
            ? h(
                'button',
                { type: 'button', class: 'small accept', onclick: () => options.accept?.(finding, one) },
                h('b', { class: 'value' }, one),
              )
            : h('b', { class: 'value' }, one),
        ),
      ),
    ];
  }
  return h(
    'li',
    { class: `finding ${finding.severity}`, 'data-code': finding.code },
    icon(finding.severity),
    h(
      'div',
      {},
      h('span', { class: 'sr' }, `${WORDS[finding.severity]}: `),
      label ? h('b', {}, `${label}: `) : null,
      h('span', { lang: language() }, sayOf(finding)),
      options.withCode ? h('code', { class: 'tag' }, finding.code) : null,
      offer,
      options.more?.(finding),
    ),
  );
}

export function findingList(findings: readonly Finding[], options: FindingOptions = {}): HTMLUListElement {
  return h(
    'ul',
    { class: 'findings' },
    findings.map((finding) => findingItem(finding, options)),
  );
}
