import type {
  BankAccountFields,
  BankOptions,
  CorridorInfo,
  CsvOptions,
  ErrorCode,
  FindingCode,
  Kind,
  Rail,
  Scheme,
  SchemeInfo,
  Severity,
  Summary,
  ValidateOptions,
  Verdict,
} from './types.js';

export type {
  BankAccountFields,
  BankOptions,
  CodeCount,
  CorridorInfo,
  Coverage,
  CsvOptions,
  CurrencyTotal,
  ErrorCode,
  FieldInfo,
  FindingCode,
  Kind,
  Provider,
  Rail,
  Rows,
  Scheme,
  SchemeInfo,
  Settlement,
  Severity,
  Strictness,
  Summary,
  ValidateOptions,
  Verdict,
} from './types.js';

export * from './money.js';
export * from './providers.js';

/** What a call throws where it cannot go on. Input that is merely wrong is answered with findings instead. */
export class OfframpError extends Error {
  name: 'OfframpError';
  /** The stable word that says what happened. */
  code: ErrorCode | 'CHECK_LOST' | 'HOST_UNSUPPORTED' | 'NOT_INITIALISED';
  /** The argument, the place in the input as a JSON Pointer, or what the host lacks; empty where there is none. */
  field: string;
  /** All that is wrong with the input, most severe first, where input was judged. */
  findings?: Finding[];
}

/** One observation about an input. */
export interface Finding {
  severity: Severity;
  /** The stable word to match on, and the key of a catalogue in another language. */
  code: FindingCode;
  /** Where: a JSON Pointer (RFC 6901) into the input, empty for the whole of it. */
  path: string;
  /** The message in English, built from `code` and `params` alone. */
  message: string;
  /** The values that stand in the message, by name. */
  params?: Record<string, string>;
  /** The corrected value, where there is exactly one. */
  suggestion?: string;
}

/** The parts that values of a kind consist of, beside their forms; those that are not known are left out. */
export interface Parts {
  iban: { country: string; checkDigits: string; bban: string; bank?: string; branch?: string; sepaSince?: string };
  bic: { institution: string; country: string; location: string; branch?: string };
  caTransit: { institution: string; transit: string };
  ifsc: { bank: string; branch: string };
  phone: { calling: string; number: string; country?: string };
  stellarAddress: { type: 'account' | 'muxed'; memo?: string };
  vpa: { name: string; handle: string };
}

/** An identifier in its forms. */
export type Value<K extends Kind = Kind> = {
  kind: K;
  /** The electronic form: no separators, the case that the standard prescribes. */
  normalized: string;
  /** The paper form. */
  formatted: string;
  /** What may be shown in a log or on a screen. */
  masked: string;
} & (K extends keyof Parts ? Parts[K] : unknown);

/** What there is to say about one identifier. */
export interface IdentifierReport<K extends Kind = Kind> {
  verdict: Verdict;
  /** The value, where there is one. */
  value?: Value<K>;
  /** Most severe first. */
  findings: Finding[];
}

/** One thing that a text could be. */
export interface Candidate<K extends Kind = Kind> extends IdentifierReport<K> {
  kind: K;
  /** The line of the text, from 1, where several lines are several values. */
  line?: number;
  /** What speaks for it. */
  evidence: 'checksum' | 'shape';
}

/** What there is to say about the fields of a destination together. */
export interface BankAccountReport {
  verdict: Verdict;
  currency: string;
  /** The rail, where it is known. */
  rail?: Rail;
  /** The clearing system, where one was named. */
  scheme?: Scheme;
  /** The electronic forms of what is valid, by field. */
  normalized: Record<string, string>;
  /** Most severe first; paths use the names that were given. */
  findings: Finding[];
}

/** One row of a checked file. */
export interface CsvRow {
  /** Counts rows from 1; the header is none. */
  row: number;
  /** The line that the row begins at, from 1. */
  line: number;
  reference: string | null;
  verdict: Verdict;
  /** Most severe first; paths name columns. */
  findings: Finding[];
  /** The electronic forms of what is valid in the row. */
  normalized: Record<string, string>;
}

/** A checked file. */
export interface CsvReport {
  rows: CsvRow[];
  summary: Summary;
}

/** A check of a file that comes in pieces. */
export interface CsvChecker {
  /** Takes the next bytes and answers the rows they complete. */
  push(bytes: Uint8Array | ArrayBuffer | ArrayBufferView | string): CsvRow[];
  /** Ends the check and answers the last rows and the totals. */
  finish(): CsvReport;
  /** Gives the check up. */
  cancel(): void;
}

/**
 * Judges one identifier. Never throws for what the text is; all findings are there, most severe first.
 *
 * @example
 * validate('aba', '21000021').findings[0].suggestion; // '021000021'
 * @throws {OfframpError} `KIND_UNKNOWN`, `ARGUMENT_INVALID`
 */
export function validate<K extends Kind>(kind: K, text: string, options?: ValidateOptions): IdentifierReport<K>;

/**
 * Whether {@link validate} says `valid` with the default options: the same rules, a tenth of the time.
 *
 * @throws {OfframpError} `KIND_UNKNOWN`, `ARGUMENT_INVALID`
 */
export function isValid(kind: Kind, text: string): boolean;

/**
 * Everything that a text could be, the likeliest first. Several lines are several values, each with its `line`: the
 * first 200 that are not empty are looked at. A line of more than 512 bytes is nothing.
 */
export function detect(text: string): Candidate[];

/**
 * The fields that a destination in a currency needs, in the order in which a form should ask for them.
 *
 * @example
 * bankAccountFields('USD').anyOf; // [['aba', 'swift']]
 * @throws {OfframpError} `CORRIDOR_UNKNOWN`, `ARGUMENT_INVALID`
 */
export function bankAccountFields(currency: string, options?: BankOptions): BankAccountFields;

/**
 * The same as a JSON Schema (2020-12) of the electronic forms.
 *
 * @throws {OfframpError} `CORRIDOR_UNKNOWN`, `ARGUMENT_INVALID`
 */
export function bankAccountJsonSchema(currency: string, options?: BankOptions): Record<string, unknown>;

/**
 * Judges the fields of a destination together. A field may be given under any of its names (`iban`,
 * `accountNo` or `accountNumber`, `swift` or `bic`, ...).
 *
 * @throws {OfframpError} `ARGUMENT_INVALID`
 */
export function validateBankAccount(
  currency: string,
  fields: Record<string, unknown>,
  options?: BankOptions,
): BankAccountReport;

/**
 * Checks a CSV of payouts. For large ones, or to see rows as they come, use {@link createCsvChecker}.
 *
 * @throws {OfframpError} `ARGUMENT_INVALID`
 */
export function checkCsv(bytes: Uint8Array | ArrayBuffer | ArrayBufferView | string, options?: CsvOptions): CsvReport;

/**
 * Checks a file of payouts, CSV or JSON objects, one a line (NDJSON) or in an array: what it is written in is seen by its
 * first bytes. The same rows give the same answers, whatever they are written in; a line that cannot be read is a row that
 * is invalid.
 * @throws {OfframpError} with the code `ARGUMENT_INVALID` for options that do not exist.
 */
export function checkFile(file: Uint8Array | ArrayBuffer | ArrayBufferView | string, options?: CsvOptions): CsvReport;

/** Begins a check of such a file that comes in pieces: {@link createCsvChecker} for any format. */
export function createFileChecker(options?: CsvOptions): CsvChecker;

/**
 * Begins a check of a CSV that comes in pieces; memory does not grow with the file beyond the duplicate index. Where the
 * module fails while it is under way, by whatever call, `push` and `finish` throw `CHECK_LOST`: what was read so far is
 * lost, and the file has to be checked from its start.
 */
export function createCsvChecker(options?: CsvOptions): CsvChecker;

/** The names of all kinds of identifiers. */
export function kinds(): Kind[];

/** The codes of all currencies and tokens that amounts can be in. */
export function currencies(): string[];

/**
 * Every corridor by the rails' public rules: which fields a currency needs by which rail, and how much of what
 * decides is checked.
 *
 * @example
 * corridors().filter((corridor) => corridor.countries.includes('KE')); // [{ currency: 'KES', rail: 'mobile_money', .. }]
 */
export function corridors(): CorridorInfo[];

/**
 * Every scheme of clearing, with its hours and what it carries, and after them those that a provider runs in its own way.
 *
 * @example
 * schemes().filter((scheme) => scheme.currency === 'USD' && scheme.isAlwaysOpen); // [{ scheme: 'rtp', .. }, ..]
 */
export function schemes(): SchemeInfo[];

/** The version of the package. */
export function version(): string;
