import type { BankOptions, Finding, FindingCode, Kind, Severity, ValidateOptions } from '../api.js';

/** What there is to say against a value. */
export interface Issue {
  readonly message: string;
  /** The members that lead to it; empty for the value itself. */
  readonly path: readonly string[];
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The corrected value, where there is exactly one. */
  readonly suggestion?: string;
}

/** A schema as https://standardschema.dev has it: whatever takes one takes this. */
export interface Schema<Input, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'offramp-core';
    /** Answers at once. */
    readonly validate: (
      value: unknown,
    ) => { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** How a schema refuses, and in which words. */
export interface SchemaOptions {
  /**
   * What is refused besides `invalid`: a verdict that is `undetermined`, or also a warning. Without it a value to which
   * some rule could not be applied passes.
   */
  failOn?: 'undetermined' | 'warning';
  /** The text of an issue, such as `(finding) => messageOf(finding, messages)` with a catalogue of `offramp-core/form`. */
  message?: (finding: Finding) => string;
}

export type IdentifierOptions = ValidateOptions & SchemaOptions;

/** The fields of a destination, under any of their names. */
export type Fields = Record<string, unknown>;

/**
 * An identifier of a kind; the output is its electronic form.
 *
 * @example
 * iban()['~standard'].validate('DE89 3704 0044 0532 0130 00'); // { value: 'DE89370400440532013000' }
 */
export function identifier(kind: Kind, options?: IdentifierOptions): Schema<string>;

/**
 * The fields of a destination in a currency, judged together; the output has the electronic forms by field. Where one of
 * several fields is needed, each of them has the issue.
 */
export function bankAccount(
  currency: string,
  options?: BankOptions & SchemaOptions,
): Schema<Fields, Record<string, string>>;

export function iban(options?: IdentifierOptions): Schema<string>;
export function bic(options?: IdentifierOptions): Schema<string>;
export function aba(options?: IdentifierOptions): Schema<string>;
export function sortCode(options?: IdentifierOptions): Schema<string>;
export function bsb(options?: IdentifierOptions): Schema<string>;
export function caTransit(options?: IdentifierOptions): Schema<string>;
export function ifsc(options?: IdentifierOptions): Schema<string>;
export function vpa(options?: IdentifierOptions): Schema<string>;
export function phone(options?: IdentifierOptions): Schema<string>;
export function evmAddress(options?: IdentifierOptions): Schema<string>;
export function tronAddress(options?: IdentifierOptions): Schema<string>;
export function stellarAddress(options?: IdentifierOptions): Schema<string>;
export function solanaAddress(options?: IdentifierOptions): Schema<string>;
export function bitcoinAddress(options?: IdentifierOptions): Schema<string>;
export function evmTxHash(options?: IdentifierOptions): Schema<string>;
export function tronTxHash(options?: IdentifierOptions): Schema<string>;
export function stellarTxHash(options?: IdentifierOptions): Schema<string>;
export function accountNumber(options?: IdentifierOptions): Schema<string>;
