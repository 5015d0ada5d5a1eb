// A form from a JSON Schema: texts, choices, nested objects; anything else is typed as JSON.

import { fill, fresh, h } from '../ui/dom';
import { icon } from '../ui/icon';
import { count } from '../ui/words';
import type { Schema } from './operations';

/** Puts a value at a path of names. */
function put(target: Record<string, unknown>, path: string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    target[name] = value;
  } else {
    target[name] ??= {};
    put(target[name] as Record<string, unknown>, rest, value);
  }
}

interface Entry {
  path: string[];
  input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  element: HTMLElement;
  required: boolean;
  isJson: boolean;
  wasTyped: boolean;
}

export class SchemaForm {
  readonly #main = h('div', { class: 'fields compact' });
  readonly #rest = h('div', { class: 'fields compact' });
  readonly #count = h('span', {});
  readonly #more = h('details', { class: 'more' }, h('summary', {}, icon('chevron'), this.#count), this.#rest);
  readonly element = h('div', { class: 'input-form' }, this.#main, this.#more);
  #entries: Entry[] = [];

  constructor(private readonly changed: () => void) {}

  show(schema: Schema): void {
    this.#entries = [];
    fill(this.#rest);
    fill(this.#main, this.#members(schema, []));
    if (this.#entries.length === 0) fill(this.#main, h('p', { class: 'help' }, 'This operation needs no input.'));
    this.#more.open = false;
    this.#arrange();
  }

  /** Puts values in that are known from elsewhere, wherever nothing was typed. */
  prefill(values: Record<string, string | undefined>): void {
    for (const entry of this.#entries) {
      if (entry.wasTyped) continue;
      const value = values[entry.path.join('.')] ?? values[entry.path.at(-1) ?? ''] ?? '';
      const isChoice =
        !(entry.input instanceof HTMLSelectElement) ||
        [...entry.input.options].some((option) => option.value === value);
      entry.input.value = isChoice ? value : '';
    }
    this.#arrange();
  }

  /** What was typed, by path. */
  typed(): Record<string, string> {
    return Object.fromEntries(
      this.#entries.filter(({ wasTyped }) => wasTyped).map(({ path, input }) => [path.join('.'), input.value]),
    );
  }

  /** Takes over what was typed before. */
  restore(typed: Record<string, string>): void {
    for (const entry of this.#entries) {
      const value = typed[entry.path.join('.')];
      if (typeof value !== 'string') continue;
      entry.input.value = value;
      entry.wasTyped = true;
    }
    this.#arrange();
  }

  /** What is optional and empty stands apart, so that the rest is seen at a glance. */
  #arrange(): void {
    const rest = this.#entries.filter(
      ({ required, path, input, wasTyped }) => !required && path.length === 1 && input.value === '' && !wasTyped,
    );
    for (const entry of this.#entries) {
      const place = rest.includes(entry) ? this.#rest : this.#main;
      // moving an element takes the focus from it
      if (entry.path.length === 1 && entry.element.parentElement !== place) place.append(entry.element);
    }
    for (const place of [this.#main, this.#rest]) {
      const order = this.#entries
        .filter(({ element }) => element.parentElement === place)
        .map(({ element }) => element);
      if (order.some((element, index) => index > 0 && order[index - 1]?.nextElementSibling !== element))
        place.append(...order, ...place.querySelectorAll(':scope > .nested'));
    }
    this.#more.hidden = rest.length === 0;
    this.#count.textContent = count(rest.length, 'more optional field');
  }

  /** The input as it is sent. Empty fields are left out. */
  value(): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const { path, input, isJson } of this.#entries) {
      const text = input.value.trim();
      if (text === '') continue;
      let given: unknown = text;
      if (isJson) {
        try {
          given = JSON.parse(text);
        } catch {
          // the core says what it wants instead
        }
      }
      put(value, path, given);
    }
    return value;
  }

  #members(schema: Schema, path: string[]): Node[] {
    return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
      if (member.const !== undefined) return [];
      const here = [...path, name];
      if (member.properties)
        return [h('fieldset', { class: 'nested' }, h('legend', {}, name), this.#members(member, here))];
      return [this.#field(name, member, here, schema.required?.includes(name) ?? false)];
    });
  }

  #field(name: string, schema: Schema, path: string[], required: boolean): HTMLElement {
    const id = fresh('input');
    const isJson = schema.enum === undefined && schema.type !== 'string';
    const common = { id, 'aria-describedby': `${id}-help`, 'data-path': path.join('.') };
    const input = schema.enum
      ? h(
          'select',
          common,
          h('option', { value: '' }, required ? 'Choose…' : 'Not given'),
          schema.enum.map((value) => h('option', { value: String(value) }, String(value))),
        )
      : schema.type === 'object' || schema.type === 'array'
        ? h('textarea', {
            ...common,
            rows: 2,
            spellcheck: 'false',
            class: 'value',
            placeholder: schema.type === 'array' ? '[]' : '{}',
          })
        : h('input', { ...common, type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    const element = h(
      'div',
      { class: 'field' },
      h(
        'label',
        { for: id },
        h('code', {}, name),
        h('span', { class: required ? 'need required' : 'need' }, required ? 'required' : 'optional'),
      ),
      input,
      h('p', { id: `${id}-help`, class: 'help' }, schema.description ?? ''),
    );
    const entry: Entry = { path, input, element, required, isJson, wasTyped: false };
    this.#entries.push(entry);
    input.addEventListener('input', () => {
      entry.wasTyped = true;
      this.changed();
    });
    return element;
  }
}
