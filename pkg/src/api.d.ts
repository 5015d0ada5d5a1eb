import type {
  BankAccountFields,
  BankOptions,
  CsvOptions,
  ErrorCode,
  FindingCode,
  Kind,
  Provider,
  Rail,
  Severity,
  Summary,
  ValidateOptions,
  Verdict,
} from './types.js';

export type {
  BankAccountFields,
  BankOptions,
  CodeCount,
  CsvOptions,
  CurrencyTotal,
  ErrorCode,
  FieldInfo,
  FindingCode,
  Kind,
  Provider,
  Rail,
  Rows,
  Settlement,
  Severity,
  Strictness,
  Summary,
  ValidateOptions,
  Verdict,
} from './types.js';

/** What a call throws where it cannot go on. Input that is merely wrong is answered with findings instead. */
export class OfframpError extends Error {
  name: 'OfframpError';
  /** The stable word that says what happened. */
  code: ErrorCode | 'NOT_INITIALISED';
  /** The argument, or the place in the input as a JSON Pointer; empty where there is none. */
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
  iban: { country: string; checkDigits: string; bban: string; bank?: string; branch?: string };
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
  /** What speaks for it. */
  evidence: 'checksum' | 'shape';
}

/** What there is to say about the fields of a destination together. */
export interface BankAccountReport {
  verdict: Verdict;
  currency: string;
  /** The rail, where it is known. */
  rail?: Rail;
  /** The electronic forms of what is valid, by field. */
  normalized: Record<string, string>;
  /** Most severe first; paths use the names that were given. */
  findings: Finding[];
}

/** A request that is ready to be sent as it is. */
export interface BuiltRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  /** The text whose UTF-8 bytes were signed; send it unchanged. */
  body: string | null;
  /** What is noteworthy about the input without being wrong. */
  findings?: Finding[];
}

/** What a request depends on besides input and credentials. */
export interface RequestContext {
  /** The time of the request, RFC 3339. */
  now: string;
  /** A text that no other request has; a random UUID where it is left out. */
  nonce?: string;
  /** The request's own id, for providers that take one. */
  requestId?: string;
  /** How strictly the input is judged; `strict` by default. */
  strictness?: 'strict' | 'compat';
}

/** What requests of a provider are authorised with. */
export interface ProviderCredentials {
  rahat: { url: string; appId: string; accessToken: string };
  coinut: { apiKey: string; apiSecret: string; baseUrl?: string };
  swiftpay: { baseUrl: string; serviceId: string; serviceSecret: string; userId: string };
  unigox: { apiKey: string; webhookSecret?: string; baseUrl?: string };
  sentra: { baseUrl: string; apiKey: string };
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

/** Everything that a text could be, the likeliest first. */
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
 * Builds and signs the request of a provider's operation. Sends nothing.
 *
 * @example
 * const request = buildRequest('coinut', 'createCustomer', { name: 'John Doe', email: 'john@example.com' },
 *   { apiKey, apiSecret }, { now: new Date().toISOString() });
 * await fetch(request.url, request);
 * @throws {OfframpError} `INPUT_INVALID` with all `findings`; `PROVIDER_UNKNOWN`, `OPERATION_UNKNOWN`,
 * `CREDENTIALS_INVALID`, `URL_INVALID`, `NONCE_INVALID`, `TIME_INVALID`, `ARGUMENT_INVALID`
 */
export function buildRequest<P extends Provider>(
  provider: P,
  operation: string,
  input: unknown,
  credentials: ProviderCredentials[P],
  context: RequestContext,
): BuiltRequest;

/** One operation of a provider. */
export interface OperationInfo {
  name: string;
  method: string;
  path: string;
  /** The JSON Schema (2020-12) of the input. */
  input: Record<string, unknown>;
}

/**
 * The operations of a provider.
 *
 * @throws {OfframpError} `PROVIDER_UNKNOWN`
 */
export function operations(provider: Provider): OperationInfo[];

/** What a delivery is verified with. */
export interface WebhookSettings {
  /** The secret, or several while it is being changed. */
  secret: string | string[];
  /** The URL that the delivery was received under, for providers that sign it. */
  url?: string;
  /** How deliveries are signed, for a provider whose document does not say. */
  scheme?: 'standard-webhooks' | 'hex-hmac';
  /** The header of the signature, for `hex-hmac`. */
  signatureHeader?: string;
}

/** A verified event. */
export interface WebhookEvent {
  event: string;
  /** Whether the provider's document names it; others are to be acknowledged and ignored. */
  known: boolean;
  /** What tells a repeated delivery from a new one. */
  id: string | null;
  order?: string;
  /** The status in the words of all providers. */
  status?: string;
  rawStatus?: string;
  data: unknown;
}

/**
 * Verifies a delivery and reads its event. The body must be what came in, to the byte.
 *
 * @throws {OfframpError} `SIGNATURE_MISMATCH`, `SIGNATURE_MISSING`, `TIMESTAMP_STALE` and others, where it
 * cannot be trusted; `EVENT_INVALID` where it can and is no event
 */
export function verifyWebhook(
  provider: Provider,
  settings: WebhookSettings,
  headers: Record<string, string | string[]> | Iterable<readonly [string, string]>,
  body: Uint8Array | ArrayBuffer | ArrayBufferView | string,
  options: { now: string; toleranceSeconds?: number },
): WebhookEvent;

/** One part of a fee. Numbers are decimal texts. */
export interface FeePart {
  name: string;
  percent?: string;
  fraction?: string;
  bps?: string;
  fixed?: string;
  min?: string;
  max?: string;
  tiers?: unknown[];
  rounding?: 'halfEven' | 'halfUp' | 'halfDown' | 'up' | 'down' | 'ceiling' | 'floor';
}

/** What an amount costs. */
export interface Fees {
  gross: string;
  fee: string;
  net: string;
  currency: string;
  parts: { name: string; amount: string; explanation: string }[];
}

/**
 * The fee of an amount by a schedule, part by part.
 *
 * @throws {OfframpError} `INPUT_INVALID` with all `findings`
 */
export function computeFees(request: {
  amount: string;
  currency: string;
  schedule: { parts: FeePart[]; charge: 'deducted' | 'onTop' };
}): Fees;

/** Whether an amount keeps its limits. */
export interface LimitReport {
  verdict: Verdict;
  findings: Finding[];
  /** The most that could be paid now. */
  headroom?: string;
}

/**
 * Holds an amount against the limits of a payment and of a day.
 *
 * @throws {OfframpError} `INPUT_INVALID` with all `findings`
 */
export function checkLimits(request: {
  amount: string;
  currency: string;
  now: string;
  limits: { minAmount?: string; maxAmount?: string; dailyLimit?: string };
  history?: unknown[];
}): LimitReport;

/** When money arrives. Dates are `YYYY-MM-DD`. */
export interface Arrival {
  verdict: Verdict;
  calendar?: string;
  cutoff?: { time: string; zone: string; at: string; missed: boolean };
  processed?: string;
  earliest?: string;
  latest?: string;
  skipped?: { date: string; reason: string; name?: string }[];
  findings: Finding[];
}

/**
 * When money arrives that is sent now, by cut-off, weekends and the holidays of the currency.
 *
 * @throws {OfframpError} `INPUT_INVALID` with all `findings`
 */
export function settlement(request: { currency: string; rail?: string; at: string }): Arrival;

/**
 * Checks a CSV of payouts. For large ones, or to see rows as they come, use {@link createCsvChecker}.
 *
 * @throws {OfframpError} `ARGUMENT_INVALID`
 */
export function checkCsv(
  bytes: Uint8Array | ArrayBuffer | ArrayBufferView | string,
  options?: CsvOptions,
): CsvReport;

/** Begins a check of a CSV that comes in pieces; memory does not grow with the file beyond the duplicate index. */
export function createCsvChecker(options?: CsvOptions): CsvChecker;

/** The version of the package. */
export function version(): string;
