// The form of a destination: built from the schema, judged at every key.

import { bankAccountFields, validate, validateBankAccount, type BankAccountFields, type BankAccountReport, type BankOptions, type FieldInfo, type Finding } from '../core';
import { fill, fresh, h } from '../ui/dom';
import { fieldOf, findingList } from '../ui/findings';
import { icon } from '../ui/icon';
import { KINDS } from '../ui/words';

/** Findings that say that something is not there yet, rather than that something is wrong. */
const MISSING = new Set(['FIELD_REQUIRED', 'FIELD_ONE_OF_REQUIRED']);

export const isMissing = (finding: Finding): boolean => MISSING.has(finding.code);

interface Field {
  info: FieldInfo;
  input: HTMLInputElement | HTMLSelectElement;
  below: HTMLElement;
  mark: HTMLElement;
  wasLeft: boolean;
  /** What stands below it. */
  said: string;
}

export interface Judged {
  report: BankAccountReport;
  schema: BankAccountFields;
  /** What to call a field. */
  label: (name: string) => string;
}

/**
 * The examples of the fields that go together, or nothing where a field that is needed has none that does: an IBAN
 * of some countries, a phone number of another country than the one that was chosen.
 */
function exampleOf(schema: BankAccountFields, options: BankOptions): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const { name, example } of schema.fields) if (example) values[name] = example;
  // an IBAN makes an account number superfluous
  if (values.iban && values.accountNumber) delete values.accountNumber;
  const given = validateBankAccount(schema.currency, values, options);
  for (const { name, required } of schema.fields) {
    if (!required && given.findings.some((finding) => fieldOf(finding) === name)) delete values[name];
  }
  return validateBankAccount(schema.currency, values, options).verdict === 'invalid' ? undefined : values;
}

export class DestinationForm {
  readonly element = h('div', { class: 'fields' });
  #fields = new Map<string, Field>();
  #schema: BankAccountFields | undefined;
  #currency = '';
  #options: BankOptions = {};
  #example: Record<string, string> | undefined;
  /** What was typed, kept when another corridor has the same field. */
  #typed = new Map<string, string>();

  constructor(private readonly changed: (judged: Judged) => void) {}

  /** Builds the fields of a corridor. */
  show(currency: string, options: BankOptions): void {
    this.#currency = currency;
    this.#options = options;
    const schema = bankAccountFields(currency, options);
    this.#schema = schema;
    this.#example = exampleOf(schema, options);
    this.#fields.clear();
    fill(this.element, schema.fields.map((info) => this.#field(info, schema)));
    this.judge();
  }

  /** Puts an example in; a field of which there is none becomes empty. */
  example(): void {
    for (const [name, { input }] of this.#fields) {
      const value = this.#example?.[name] ?? '';
      input.value = value;
      this.#typed.set(name, value);
    }
    this.judge();
  }

  get hasExample(): boolean {
    return this.#example !== undefined;
  }

  clear(): void {
    this.#typed.clear();
    for (const field of this.#fields.values()) {
      field.input.value = '';
      field.wasLeft = false;
    }
    this.judge();
  }

  /** Takes a corrected value over. */
  accept(name: string, value: string): void {
    const field = this.#fields.get(name);
    if (!field) return;
    field.input.value = value;
    this.#typed.set(name, value);
    field.input.focus();
    this.judge();
  }

  judge(): void {
    if (!this.#schema) return;
    const values: Record<string, string> = {};
    for (const [name, { input }] of this.#fields) if (input.value.trim() !== '') values[name] = input.value;
    const report = validateBankAccount(this.#currency, values, this.#options);
    for (const [name, field] of this.#fields) this.#tell(field, report, report.findings.filter((finding) => fieldOf(finding) === name));
    this.changed({ report, schema: this.#schema, label: (name) => this.#fields.get(name)?.info.label ?? name });
  }

  #field(info: FieldInfo, schema: BankAccountFields): HTMLElement {
    const id = fresh('field');
    const value = this.#typed.get(info.name) ?? '';
    const described = `${id}-help ${id}-below`;
    const group = schema.anyOf.find((names) => names.includes(info.name));
    const others = group?.filter((name) => name !== info.name).map((name) => schema.fields.find((field) => field.name === name)?.label ?? name);
    const need = info.required ? 'required' : others ? `this or ${others.join(' or ')}` : 'optional';
    const common = {
      id,
      name: info.name,
      'aria-describedby': described,
      'aria-required': info.required ? 'true' : null,
    };
    const input = info.options
      ? h('select', common, h('option', { value: '' }, 'Choose…'), info.options.map((option) => h('option', { value: option, selected: option === value }, option.replaceAll('_', ' '))))
      : h('input', {
          ...common,
          type: 'text',
          inputmode: info.inputMode,
          autocomplete: 'off',
          autocapitalize: 'off',
          spellcheck: 'false',
          value,
          class: info.kind ? 'value' : null,
        });
    const field: Field = { info, input, below: h('div', { id: `${id}-below`, class: 'below' }), mark: h('span', { class: 'mark-place', 'aria-hidden': 'true' }), wasLeft: value !== '', said: '' };
    this.#fields.set(info.name, field);
    input.addEventListener('input', () => {
      this.#typed.set(info.name, input.value);
      this.judge();
    });
    input.addEventListener('blur', () => {
      if (input.value !== '') field.wasLeft = true;
      this.judge();
    });
    return h(
      'div',
      { class: 'field', 'data-field': info.name },
      h('label', { for: id }, info.label, h('span', { class: info.required ? 'need required' : 'need' }, need)),
      h('div', { class: 'input' }, input, field.mark),
      h('p', { id: `${id}-help`, class: 'help' }, info.help),
      field.below,
    );
  }

  /** Says below a field what there is to say about it. */
  #tell(field: Field, report: BankAccountReport, findings: Finding[]): void {
    const { info, input, below, mark } = field;
    const isTyping = document.activeElement === input && !field.wasLeft && input.value.trim().length < info.minLength;
    const shown = findings.filter((finding) => !isMissing(finding) && !(isTyping && finding.suggestion === undefined));
    const form = report.normalized[info.name];
    const isWrong = shown.some((finding) => finding.severity === 'error');
    const isGood = form !== undefined && !findings.some((finding) => finding.severity === 'error');
    input.setAttribute('aria-invalid', String(isWrong));
    // what is said already stays: a button that is being pressed must not be replaced
    const said = JSON.stringify([shown, isGood, isGood && input.value]);
    if (said === field.said) return;
    field.said = said;
    fill(mark, isGood ? icon('ok') : isWrong ? icon('error') : null);
    fill(
      below,
      shown.length > 0 && findingList(shown, { accept: (_, suggestion) => this.accept(info.name, suggestion) }),
      isGood && info.kind ? this.#reading(info, input.value, form) : null,
    );
  }

  /** How a value is read: its paper form and its parts. */
  #reading(info: FieldInfo, text: string, form: string): HTMLElement | null {
    if (!info.kind) return null;
    const { value } = validate(info.kind, text, this.#options.country === undefined ? {} : { country: this.#options.country });
    if (!value || value.formatted === text.trim()) return null;
    return h('p', { class: 'reading' }, `Read as ${KINDS[info.kind]} `, h('b', { class: 'value' }, value.formatted || form));
  }
}
