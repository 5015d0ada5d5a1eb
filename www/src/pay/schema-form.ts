// A form from a JSON Schema: texts, choices, nested objects; anything else is typed as JSON.

import { fill, fresh, h } from '../ui/dom';
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
  isJson: boolean;
  wasTyped: boolean;
}

export class SchemaForm {
  readonly element = h('div', { class: 'fields compact' });
  #entries: Entry[] = [];

  constructor(private readonly changed: () => void) {}

  show(schema: Schema): void {
    this.#entries = [];
    fill(this.element, this.#members(schema, []));
    if (this.#entries.length === 0) fill(this.element, h('p', { class: 'help' }, 'This operation needs no input.'));
  }

  /** Puts values in that are known from elsewhere, wherever nothing was typed. */
  prefill(values: Record<string, string | undefined>): void {
    for (const entry of this.#entries) {
      if (entry.wasTyped) continue;
      const value = values[entry.path.join('.')] ?? '';
      if (entry.input instanceof HTMLSelectElement && ![...entry.input.options].some((option) => option.value === value)) continue;
      entry.input.value = value;
    }
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
      if (member.properties) return [h('fieldset', { class: 'nested' }, h('legend', {}, name), this.#members(member, here))];
      return [this.#field(name, member, here, schema.required?.includes(name) ?? false)];
    });
  }

  #field(name: string, schema: Schema, path: string[], required: boolean): HTMLElement {
    const id = fresh('input');
    const isJson = schema.enum === undefined && schema.type !== 'string';
    const common = { id, 'aria-describedby': `${id}-help`, 'data-path': path.join('.') };
    const input = schema.enum
      ? h('select', common, h('option', { value: '' }, required ? 'Choose…' : 'Not given'), schema.enum.map((value) => h('option', { value: String(value) }, String(value))))
      : schema.type === 'object' || schema.type === 'array'
        ? h('textarea', { ...common, rows: 2, spellcheck: 'false', class: 'value', placeholder: schema.type === 'array' ? '[]' : '{}' })
        : h('input', { ...common, type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    const entry: Entry = { path, input, isJson, wasTyped: false };
    this.#entries.push(entry);
    input.addEventListener('input', () => {
      entry.wasTyped = true;
      this.changed();
    });
    return h(
      'div',
      { class: 'field' },
      h('label', { for: id }, h('code', {}, name), h('span', { class: required ? 'need required' : 'need' }, required ? 'required' : 'optional')),
      input,
      h('p', { id: `${id}-help`, class: 'help' }, schema.description ?? ''),
    );
  }
}
