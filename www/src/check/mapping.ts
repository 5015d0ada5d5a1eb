// Which column means what: seen with what stands in it, changed by hand, and remembered for files with the same header.

import type { CsvOptions } from '../core';
import { fill, h } from '../ui/dom';
import { icon } from '../ui/icon';
import { fieldName } from '../ui/language';
import { recall, remember } from '../ui/memory';
import { FIELDS, sentence } from '../ui/words';
import type { Column } from './protocol';

type ColumnMap = NonNullable<CsvOptions['map']>;

/** Files with the same header have the same key; nothing of their rows is in it. */
const keyOf = (columns: Column[]): string => `columns:${columns.map(({ title }) => title).join('|')}`;

/** What somebody said before that the columns of such a file mean. */
export function rememberedMap(columns: Column[]): ColumnMap | undefined {
  const kept = recall(keyOf(columns));
  if (kept === undefined) return undefined;
  try {
    const map = JSON.parse(kept) as ColumnMap;
    return Object.values(map).every((name) => typeof name === 'string' && (name === '' || name in FIELDS))
      ? map
      : undefined;
  } catch {
    return undefined;
  }
}

export class Mapping {
  readonly #summary = h('p', { class: 'help' });
  readonly #body = h('div', { class: 'mapping' });
  readonly element = h(
    'details',
    { class: 'card', id: 'mapping' },
    h('summary', {}, icon('chevron'), h('div', {}, h('h2', {}, 'Columns'), this.#summary)),
    this.#body,
  );
  #map: ColumnMap = {};

  constructor(private readonly changed: (map: ColumnMap) => void) {}

  get map(): ColumnMap {
    return this.#map;
  }

  /** Begins with another file. */
  reset(map: ColumnMap | undefined): void {
    this.#map = { ...map };
  }

  show(columns: Column[], isFirst: boolean): void {
    const unknown = columns.filter(
      ({ name, title, sample }) => name === null && this.#map[title] !== '' && (title !== '' || sample.some(Boolean)),
    );
    const used = columns.length - columns.filter(({ name }) => name === null).length;
    const missing = ['amount', 'currency'].filter((name) => !columns.some((column) => column.name === name));
    const notes = [`${used} of ${columns.length} understood`];
    if (unknown.length > 0)
      notes.push(`not used: ${unknown.map(({ title }) => title || 'one without a name').join(', ')}`);
    if (missing.length > 0) notes.push(`none for ${missing.map(fieldName).join(' and ')}`);
    this.#summary.textContent = `${notes.join('; ')}. See what each means, and change it.`;
    if (isFirst) this.element.open = missing.length > 0;
    fill(
      this.#body,
      h(
        'ul',
        { class: 'columns-of' },
        columns.map((column, index) => this.#column(column, index, columns)),
      ),
      Object.keys(this.#map).length > 0 &&
        h(
          'p',
          { class: 'help' },
          'Remembered in this browser for files with the same columns. ',
          h('button', { type: 'button', class: 'small', onclick: () => this.#forget(columns) }, 'Forget'),
        ),
    );
  }

  #column({ title, name, sample }: Column, index: number, columns: Column[]): HTMLElement {
    const id = `column-${index}`;
    const select = h(
      'select',
      { id, onchange: () => this.#set(columns, title, select.value), disabled: title === '' },
      h('option', { value: '', selected: name === null }, sentence(fieldName('notUsed'))),
      Object.keys(FIELDS).map((value) => h('option', { value, selected: value === name }, fieldName(value))),
    );
    const values = sample.filter((text) => text.trim() !== '');
    return h(
      'li',
      { class: name === null ? 'column unused' : 'column' },
      h('label', { for: id }, title || `Column ${index + 1}`),
      select,
      h('p', { class: 'help value' }, values.length > 0 ? values.join(' · ') : 'empty in the first rows'),
    );
  }

  #set(columns: Column[], title: string, name: string): void {
    this.#map = { ...this.#map, [title]: name };
    // one column means a thing: the other that did no longer does
    for (const other of columns)
      if (name !== '' && other.name === name && other.title !== title && other.title !== '')
        this.#map[other.title] = '';
    remember(keyOf(columns), JSON.stringify(this.#map));
    this.changed(this.#map);
  }

  #forget(columns: Column[]): void {
    this.#map = {};
    remember(keyOf(columns), undefined);
    this.changed(this.#map);
  }
}
