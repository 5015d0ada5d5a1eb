// The form of a destination, from the package's own entry for forms: judged at every key, and what is wrong said once,
// at its field.

import {
  bankAccountForm,
  type BankAccountForm,
  type FormField,
  type FormFinding,
  type FormReport,
} from 'offramp-core/form';
import { bankAccountFields, validate, validateBankAccount, type BankOptions, type Finding } from '../core';
import { fill, fresh, h } from '../ui/dom';
import { fieldOf, findingList } from '../ui/findings';
import { icon } from '../ui/icon';
import { catalogue } from '../ui/language';
import { partsOf } from '../ui/parts';

/** Findings that say that something is not there yet, rather than that something is wrong. */
const MISSING = new Set(['FIELD_REQUIRED', 'FIELD_ONE_OF_REQUIRED']);

export const isMissing = (finding: Finding): boolean => MISSING.has(finding.code);
/** What single providers want besides stands in a place of its own. */
export const isWish = (finding: Finding): boolean => finding.code === 'PROVIDER_REQUIRES';

interface Field {
  info: FormField;
  input: HTMLInputElement | HTMLSelectElement;
  below: HTMLElement;
  mark: HTMLElement;
  wasLeft: boolean;
  /** What stands below it. */
  said: string;
}

export interface Judged {
  report: FormReport;
  form: BankAccountForm;
  /** What was typed. */
  values: Record<string, string>;
  /** What to call a field. */
  label: (name: string) => string;
}

const CORE = { bankAccountFields, validateBankAccount, validate };

/**
 * The examples of the fields that go together, or nothing where a field that is needed has none that does: an IBAN
 * of some countries, a phone number of another country than the one that was chosen.
 */
function exampleOf({ currency, fields }: BankAccountForm, options: BankOptions): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const { name, example } of fields) if (example) values[name] = example;
  // an IBAN makes an account number superfluous
  if (values.iban && values.accountNumber) delete values.accountNumber;
  const given = validateBankAccount(currency, values, options);
  for (const { name, required } of fields) {
    if (!required && given.findings.some((finding) => fieldOf(finding) === name && !isWish(finding)))
      delete values[name];
  }
  return validateBankAccount(currency, values, options).verdict === 'invalid' ? undefined : values;
}

export class DestinationForm {
  readonly element = h('div', { class: 'fields' });
  #fields = new Map<string, Field>();
  #form: BankAccountForm | undefined;
  #options: BankOptions = {};
  #example: Record<string, string> | undefined;
  /** What was typed, kept when another corridor has the same field. */
  #typed = new Map<string, string>();

  constructor(private readonly changed: (judged: Judged) => void) {}

  /** Builds the fields of a corridor. */
  show(currency: string, options: BankOptions): void {
    const messages = catalogue();
    const form = bankAccountForm(CORE, currency, messages ? { ...options, messages } : options);
    this.#options = options;
    this.#form = form;
    this.#example = exampleOf(form, options);
    this.#fields.clear();
    fill(
      this.element,
      form.fields.map((info) => this.#field(info, form)),
    );
    this.judge();
  }

  /** Takes over what was typed before, or in a link. */
  restore(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) if (typeof value === 'string') this.#typed.set(name, value);
  }

  /** Puts an example in; a field of which there is none becomes empty. */
  example(): void {
    this.#put(this.#example ?? {});
  }

  get hasExample(): boolean {
    return this.#example !== undefined;
  }

  clear(): void {
    this.#typed.clear();
    this.#put({});
  }

  #put(values: Record<string, string>): void {
    for (const [name, field] of this.#fields) {
      field.input.value = this.#form?.format(name, values[name] ?? '').value ?? '';
      field.wasLeft = field.input.value !== '';
      this.#typed.set(name, field.input.value);
    }
    this.judge();
  }

  /** Takes a corrected value over. */
  #accept(name: string, finding: Finding, value: string): void {
    const field = this.#fields.get(name);
    if (!field || !this.#form) return;
    field.input.value = this.#form.accept(this.#values(), { ...finding, suggestion: value })[name] ?? value;
    this.#typed.set(name, field.input.value);
    field.input.focus();
    this.judge();
  }

  #values(): Record<string, string> {
    return Object.fromEntries(
      [...this.#fields]
        .map(([name, { input }]) => [name, input.value] as const)
        .filter(([, value]) => value.trim() !== ''),
    );
  }

  judge(): void {
    const form = this.#form;
    if (!form) return;
    const values = this.#values();
    const report = form.check(values);
    for (const [name, field] of this.#fields) this.#tell(field, report, report.byField[name] ?? []);
    this.changed({ report, form, values, label: (name) => this.#fields.get(name)?.info.label ?? name });
  }

  #field(info: FormField, form: BankAccountForm): HTMLElement {
    const id = fresh('field');
    const value = this.#typed.get(info.name) ?? '';
    const others = info.oneOf
      ?.filter((name) => name !== info.name)
      .map((name) => form.fields.find((field) => field.name === name)?.label ?? name);
    const need = info.required ? 'required' : others ? `this or ${others.join(' or ')}` : 'optional';
    const common = {
      id,
      name: info.name,
      'aria-describedby': `${id}-help ${id}-below`,
      'aria-required': info.required ? 'true' : null,
    };
    const input = info.options
      ? h(
          'select',
          common,
          h('option', { value: '' }, 'Choose…'),
          info.options.map((option) =>
            h('option', { value: option, selected: option === value }, option.replaceAll('_', ' ')),
          ),
        )
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
    const field: Field = {
      info,
      input,
      below: h('div', { id: `${id}-below`, class: 'below' }),
      mark: h('span', { class: 'mark-place', 'aria-hidden': 'true' }),
      wasLeft: value !== '',
      said: '',
    };
    this.#fields.set(info.name, field);
    input.addEventListener('input', (event) => {
      if (input instanceof HTMLInputElement) form.input(info.name, event);
      this.#typed.set(info.name, input.value);
      this.judge();
    });
    input.addEventListener('blur', () => {
      if (input.value !== '') field.wasLeft = true;
      if (input instanceof HTMLInputElement) input.value = form.tidy(info.name, input.value);
      this.#typed.set(info.name, input.value);
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
  #tell(field: Field, report: FormReport, findings: FormFinding[]): void {
    const { info, input, below, mark } = field;
    const isTyping = document.activeElement === input && !field.wasLeft && input.value.trim().length < info.minLength;
    const shown = findings.filter(
      (finding) => !isMissing(finding) && !isWish(finding) && !(isTyping && finding.suggestion === undefined),
    );
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
      shown.length > 0 &&
        findingList(shown, { accept: (finding, suggestion) => this.#accept(info.name, finding, suggestion) }),
      isGood && info.kind ? this.#reading(info, input.value) : null,
    );
  }

  /** How a value is read: its parts by name. */
  #reading(info: FormField, text: string): HTMLElement | null {
    if (!info.kind) return null;
    const { value } = validate(
      info.kind,
      text,
      this.#options.country === undefined ? {} : { country: this.#options.country },
    );
    const parts = value && partsOf(value);
    // what is one part and stands there already says nothing new
    return !value || (parts instanceof Element && !parts.matches('.parts') && value.formatted === text.trim())
      ? null
      : h('p', { class: 'reading' }, parts);
  }
}
