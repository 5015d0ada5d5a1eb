// One row: what there is to say about it, and its cells as fields.

import type { Finding } from '../core';
import { fill, fresh, h } from '../ui/dom';
import { fieldOf, findingList } from '../ui/findings';
import { fieldName, sayOf } from '../ui/language';
import { icon } from '../ui/icon';
import type { Column, TableRow } from './protocol';

export interface DetailActions {
  edit: (line: number, column: number, text: string, code?: Finding['code']) => void;
  fix: (kind: { code: string; path: string }) => void;
  /** How many rows have a finding of this kind. */
  count: (finding: Finding) => number;
}

export class Detail {
  readonly element = h('section', { class: 'detail', 'aria-label': 'The chosen row', hidden: true });
  #line = -1;

  constructor(private readonly actions: DetailActions) {}

  /** The line of the row that is open. */
  get line(): number | undefined {
    return this.element.hidden ? undefined : this.#line;
  }

  close(): void {
    this.element.hidden = true;
  }

  show({ row, line, cells, before, findings }: TableRow, columns: Column[], isNew: boolean): void {
    this.#line = line;
    const focused =
      !isNew && this.element.contains(document.activeElement)
        ? document.activeElement?.getAttribute('data-cell')
        : undefined;
    const columnOf = (finding: Finding) => {
      const all = columns.flatMap(({ name }, at) => (name === fieldOf(finding) ? [at] : []));
      return all.find((at) => (cells[at] ?? '') !== '') ?? all[0];
    };
    const wrong = new Map(findings.map((finding) => [columnOf(finding), finding] as const).reverse());
    const given = columns
      .map(({ title, name }, at) => ({ title, name, at, text: cells[at] ?? '' }))
      .filter(({ text, at, name }) => text !== '' || wrong.has(at) || at in before || name !== null);
    const accept = (finding: Finding, text: string) => {
      const column = columnOf(finding);
      if (column !== undefined) this.actions.edit(line, column, text, finding.code);
    };
    const more = (finding: Finding) => {
      const number = this.actions.count(finding);
      if (finding.suggestion === undefined || number < 2) return null;
      return h(
        'button',
        { type: 'button', class: 'small', onclick: () => this.actions.fix({ code: finding.code, path: finding.path }) },
        `Correct all ${number.toLocaleString('en')} of this kind`,
      );
    };
    fill(
      this.element,
      h(
        'div',
        { class: 'card-head' },
        h('h3', {}, `Row ${row.toLocaleString('en')}, line ${line.toLocaleString('en')}`),
        h('button', { type: 'button', class: 'small quiet', onclick: () => this.close() }, 'Close'),
      ),
      findings.length > 0
        ? findingList(findings, {
            label: (finding) => (fieldOf(finding) ? fieldName(fieldOf(finding)) : undefined),
            withCode: true,
            accept,
            more,
          })
        : h('p', { class: 'good-row' }, icon('ok'), 'Nothing is wrong with this row.'),
      h(
        'div',
        { class: 'cells' },
        given.map(({ title, name, text, at }) =>
          this.#cell(line, name === null ? title : fieldName(name), at, text, wrong.get(at), before[at]),
        ),
      ),
    );
    this.element.hidden = false;
    if (isNew) this.element.scrollIntoView({ block: 'nearest' });
    if (focused) this.element.querySelector<HTMLElement>(`[data-cell="${focused}"]`)?.focus({ preventScroll: true });
  }

  #cell(
    line: number,
    label: string,
    at: number,
    text: string,
    finding: Finding | undefined,
    before: string | undefined,
  ): HTMLElement {
    const id = fresh('cell');
    const input = h('input', {
      id,
      type: 'text',
      class: 'value',
      value: text,
      'data-cell': at,
      'aria-invalid': finding?.severity === 'error' ? 'true' : null,
      'aria-describedby': finding || before !== undefined ? `${id}-help` : null,
      autocomplete: 'off',
      spellcheck: 'false',
      onchange: () => this.actions.edit(line, at, input.value),
    });
    return h(
      'div',
      { class: 'field' },
      h('label', { for: id }, label),
      input,
      finding
        ? h('p', { class: 'help', id: `${id}-help` }, sayOf(finding))
        : before !== undefined
          ? h('p', { class: 'help', id: `${id}-help` }, 'Was: ', h('span', { class: 'value' }, before || 'empty'))
          : null,
    );
  }
}
