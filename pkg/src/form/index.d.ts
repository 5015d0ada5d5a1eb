import type {
  BankAccountReport,
  BankOptions,
  FieldInfo,
  Finding,
  FindingCode,
  IdentifierReport,
  Kind,
  Rail,
  Settlement,
  Verdict,
  BankAccountFields,
} from '../api.js';

/** The functions of the package that a form needs: `import * as offramp from 'offramp-core'` has them, and so has `offramp-core/slim`. */
export interface FormCore {
  bankAccountFields(currency: string, options?: BankOptions): BankAccountFields;
  validateBankAccount(currency: string, fields: Record<string, unknown>, options?: BankOptions): BankAccountReport;
  validate?(kind: Kind, text: string): IdentifierReport;
}

/** The texts of one language. */
export interface Messages {
  /** The language, such as `de`. */
  language: string;
  /** By code; `{name}` stands for the finding's parameter of that name. */
  findings: Partial<Record<FindingCode, string>>;
  /** What fields are called, by name. */
  labels: Record<string, string>;
  /** What helps to fill fields in, by name and English text; `{min}` and `{max}` stand for the field's lengths. */
  help: Record<string, Record<string, string>>;
  /** Words that stand in parameters, such as the rails and the columns that are no field of a destination. */
  words: Record<string, string>;
  /** Asks whether `{suggestion}` was meant. */
  suggestion: string;
}

/** The languages that there are messages in. */
export type Language = 'en' | 'de' | 'es' | 'es-419' | 'fr' | 'hi' | 'ne' | 'pt' | 'pt-BR' | 'sw';

/** The languages that there are messages in. */
export const languages: readonly Language[];

/**
 * Loads the texts of the first language of a list that there are messages in, such as `navigator.languages`, and of no
 * other. `de-AT` is German, `es-MX` the Spanish of the Americas, `pt` the Portuguese of Brazil; where none is known, the
 * texts are English. `language` of the answer says which it is.
 */
export function loadMessages(wanted: Language | (string & {}) | readonly string[]): Promise<Messages>;

/** A field as a form shows it. */
export interface FormField extends FieldInfo {
  /** The group of which at least one field is needed, where the field is in one. */
  oneOf?: string[];
  inputMode: 'numeric' | 'text' | 'tel' | 'email';
  /** A value for the attribute of this name. */
  autocomplete: 'name' | 'tel' | 'off';
}

/** A finding in the form's language. */
export interface FormFinding extends Finding {
  /** Asks whether the suggestion was meant, where there is one. */
  question?: string;
}

/** What there is to say about a filled form. */
export interface FormReport {
  verdict: Verdict;
  /** The electronic forms of what is valid, by field. */
  normalized: Record<string, string>;
  /** Most severe first. */
  findings: FormFinding[];
  /** The findings of each field. */
  byField: Record<string, FormFinding[]>;
  /** The findings that belong to no single field. */
  general: FormFinding[];
}

/** A formatted text and where the caret belongs in it. */
export interface Typed {
  value: string;
  caret: number;
}

/** How a text came to be. */
export interface TypedOptions {
  /** The key that deletes forwards was pressed, which would otherwise not get past a separator. */
  forward?: boolean;
}

/** An event of an input element, of the browser or of React. */
export interface InputLikeEvent {
  target: unknown;
  nativeEvent?: unknown;
}

/** A form for one destination. */
export interface BankAccountForm {
  currency: string;
  country?: string;
  rail: Rail;
  settlement?: Settlement;
  /** In the order in which a form should ask for them. Lengths are those of the electronic form: use no `maxlength`. */
  fields: FormField[];
  /** Groups of fields of which at least one is needed. */
  groups: string[][];
  /** Formats what was typed into a field; see {@link formatAsTyped}. */
  format(name: string, value: string, caret?: number, options?: TypedOptions): Typed;
  /** Formats an input element after it changed, keeps its caret, and answers its text. */
  input(name: string, event: InputLikeEvent): string;
  /** The paper form of a text with which nothing is wrong, for when the field is left; any other text as it is. */
  tidy(name: string, value: string): string;
  /** Judges the values together. */
  check(values: Record<string, string>): FormReport;
  /** The findings of one field, judged together with the others. */
  checkField(name: string, values: Record<string, string>): FormFinding[];
  /** The values with the suggestion of a finding taken over. */
  accept(values: Record<string, string>, finding: Finding): Record<string, string>;
}

/**
 * A form for the destinations of a currency.
 *
 * @example
 * const form = bankAccountForm(offramp, 'EUR', { messages: await loadMessages('de') });
 * form.check({ iban: 'DE89370400440532013001' }).byField.iban[0].message;
 * @throws {OfframpError} `CORRIDOR_UNKNOWN`, `ARGUMENT_INVALID`
 */
export function bankAccountForm(
  core: FormCore,
  currency: string,
  options?: BankOptions & { messages?: Messages },
): BankAccountForm;

/**
 * Formats what was typed. Adds and removes separators and makes capitals where a kind has no small letters; what
 * is no value of the kind is left alone. The caret stays behind the character that it was behind.
 */
export function formatAsTyped(kind: Kind | undefined, value: string, caret?: number, options?: TypedOptions): Typed;

/** Formats an input element after it changed, keeps its caret, and answers its text. */
export function formatInput(kind: Kind | undefined, event: InputLikeEvent): string;

/** The message of a finding; the English one where the catalogue has none. */
export function messageOf(finding: Finding, messages?: Messages): string;

/** Asks whether a finding's suggestion was meant, where it has one. */
export function suggestionOf(finding: Finding, messages?: Messages): string | undefined;

/** What a field is called. */
export function labelOf(field: FieldInfo, messages?: Messages): string;

/** What helps to fill a field in. */
export function helpOf(field: FieldInfo, messages?: Messages): string;
