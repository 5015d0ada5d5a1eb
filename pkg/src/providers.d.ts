import type { Finding } from './api.js';
import type { Answers, Computations, Operations, ProviderCredentials } from './operations.js';
import type { Provider, Strictness } from './types.js';

export type { Answers, Computations, Operations, ProviderCredentials } from './operations.js';

/** The names of a provider's operations. */
export type OperationName<P extends Provider> = Extract<keyof Operations[P], string>;

/** A request that is ready to be sent as it is. */
export interface BuiltRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  /** The text whose UTF-8 bytes were signed, or the bytes of what is no text; send it unchanged, as `fetch` does. */
  body: string | Uint8Array<ArrayBuffer> | null;
  /** The body where it is not text, of files of less than 64 kB. */
  bodyBase64?: string;
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
  /** For providers that take one; see {@link idempotencyKey}. */
  idempotencyKey?: string;
  /** When the quote or payment that the request belongs to ends, RFC 3339: nothing is built after it. */
  expiresAt?: string;
  /** A way in which the API differs from its document, such as `rahat@upstream`. */
  profile?: string;
  /** How strictly the input is judged; `strict` by default. */
  strictness?: Strictness;
  /** Whether an error says what the provider's document says of it, where that has a sentence for it. */
  documentExact?: boolean;
  /** Unigox: the answer of `listPaymentRails`, as it came or as it was read: payment details are held to the fields of their rail. */
  rails?: unknown;
}

/** A provider's answer as it came in. */
export interface ProviderResponse {
  status: number;
  headers?: HeaderSource;
  /** Text, or JSON that was parsed already. */
  body?: unknown;
}

/** Headers as an object, or as what `fetch` gives. */
export type HeaderSource =
  | Record<string, string | string[] | undefined>
  | Iterable<[string, string]>
  | { get(name: string): string | null; forEach(each: (value: string, name: string) => void): void };

/** What a provider answered, whichever of its shapes it came in. */
export type ParsedResponse<Values = Record<string, unknown>> =
  | {
      outcome: 'accepted';
      /** The state of the order, where the answer says it. */
      status?: OrderStatus;
      /** The state of each order, where the answer is a list of orders. */
      statuses?: OrderStatus[];
      /** What the operation promises, under the documented names. Amounts are decimal text. */
      values: Values;
      raw: unknown;
    }
  | {
      outcome: 'refused';
      /** The provider's own word. */
      code: string;
      message: string;
      fields?: { field: string; message: string }[];
      values?: Record<string, unknown>;
      raw: unknown;
    };

/** Who pays out for Rahat: a provider as it is listed. Older services leave out all but the first members. */
export interface RahatPaymentProvider {
  id: string;
  name: string;
  type: 'BANK' | 'MOBILE_MONEY' | 'VPA' | 'CASH';
  country?: string;
  currency?: string;
  supportedMethods?: string[];
  processingTime?: string;
  /** Decimal text, as the amounts in `limits`. */
  fees?: { percentage: string; fixed: string };
  limits?: { minAmount: string; maxAmount: string; dailyLimit: string };
}

/** The words of Rahat's document for where a payout stands; its service has others too. */
export type RahatPayoutStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

/** Rahat's answer to a payment. Only the id is certain to be there. */
export interface RahatOfframpResponse {
  id: string;
  status?: RahatPayoutStatus | (string & {});
  transactionId?: string;
  /** Decimal text. */
  amount?: string;
  currency?: string;
  paymentProvider?: string;
  processingTime?: unknown;
  fees?: unknown;
  errorMessage?: string;
}

/** Rahat's settings, as `compute('rahat', 'settings', ..)` reads them: the credentials of its requests. */
export interface RahatSettings {
  url: string;
  appId: string;
  accessToken: string;
  defaultPaymentProvider?: string;
  /** In tokens, decimal text; requests are held to them. */
  transactionLimits: { minAmount?: string; maxAmount?: string; dailyLimit?: string };
}

/** The figures of payments. Amounts and rates are decimal text; of no records there is no rate and no mean. */
export interface RahatTransactionMetrics {
  totalTransactions: number;
  successfulTransactions: number;
  failedTransactions: number;
  averageProcessingTime: string | null;
  totalAmount: string;
  successRate: string | null;
}

/** The values of accepted answers that are more exact than {@link Answers}. */
export interface AnswerValues {
  rahat: {
    getWalletAddress: { wallet: string };
    listPaymentProviders: { providers: RahatPaymentProvider[] };
    instantOfframp: RahatOfframpResponse;
  };
  unigox: {
    createUser: UnigoxUser;
    getUser: UnigoxUser;
    createPaymentDetails: Record<string, unknown> & { id: number };
    quote: Record<string, unknown> & { quote_id: string };
  };
}

/** Unigox's user: `id` is the public UUID that paths take, `internal_id` the number that quotes take. */
export type UnigoxUser = Record<string, unknown> & { id: string; internal_id: number };

/** What computations answer, for those whose answers have types. */
export interface ComputedAnswers {
  rahat: {
    settings: RahatSettings;
    payload: { operation: 'instantOfframp'; input: Operations['rahat']['instantOfframp']; findings: Finding[] };
    bankId: { bankId: string; findings: Finding[] };
    checkLimits: { findings: Finding[] };
    chunks: Operations['rahat']['bulkOfframp'][];
    metrics: RahatTransactionMetrics;
    checkTrigger: { triggered: false; payouts: string[] };
    isFresh: { fresh: boolean; secondsLeft: number };
    rateLimit: { allowed: boolean; windowStart: string; count: number; retryAfterSeconds: number };
  };
}

/** The member of a type, of a member of it, or something else where there is none. */
export type MemberOr<T, P, O, Otherwise> = P extends keyof T ? (O extends keyof T[P] ? T[P][O] : Otherwise) : Otherwise;

/** The state of an order, in one vocabulary for all providers. */
export type OrderStatus =
  | 'created'
  | 'awaiting_funds'
  | 'funds_received'
  | 'processing'
  | 'awaiting_confirmation'
  | 'sent'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'refunded'
  | 'disputed'
  | 'unknown';

/** A verified event. */
export interface WebhookEvent {
  /** The provider's name for it. */
  event: string;
  /** Whether the provider's document has it. */
  known: boolean;
  /** Tells deliveries of one event apart from new events. */
  id: string | null;
  /** The order it is about. */
  order?: string;
  status?: OrderStatus;
  /** The provider's own word for the status. */
  rawStatus?: string;
  /** What was found about a customer, where the event is about one. */
  verification?: 'approved' | 'rejected' | 'unknown';
  data: unknown;
}

export interface WebhookSettings {
  /** The secret, or several while it is being changed. */
  secret: string | string[];
  /** The URL that the delivery came to, for providers that sign it. */
  url?: string;
  /** For providers whose document does not say how deliveries are signed. */
  scheme?: 'standard-webhooks' | 'hex-hmac';
  /** The header of `hex-hmac`; `X-Signature` by default. */
  signatureHeader?: string;
}

/** What becomes of an order when a status comes in. */
export interface StatusStep {
  step: 'applied' | 'repeated' | 'late' | 'refused' | 'unknown';
  /** The status the order has now. */
  status: OrderStatus;
  raw: string;
  /** Whether the order has ended. Money of one that failed or expired may still come back. */
  terminal: boolean;
  /** Whether statuses between the two were never reported. */
  skipped: boolean;
}

/** How delays are worked out, and what is sent again. */
export interface RetryOptions extends RetryConfig {
  /** Which attempt this was, from 1. */
  attempt?: number;
  /** A random number from 0 to 1, which makes the delay up to half as long again. */
  jitter?: number;
  /** The time, for a `Retry-After` that is a date. */
  now?: string;
  /** Whether the request had an idempotency key, where the provider takes one; true by default. */
  keySent?: boolean;
  /** Whether everything is sent again that the provider's document sends again, whatever it may cost. */
  documentExact?: boolean;
}

/** The `RetryConfig` of Rahat's document, and by default its `defaultRetryConfig`. */
export interface RetryConfig {
  /** How often a request is sent at most: 3. */
  maxAttempts?: number;
  /** Milliseconds to wait after the first attempt: 1000. */
  backoffDelay?: number;
  /** Whether each further wait is twice as long: true. */
  exponentialBackoff?: boolean;
}

/** Whether a request may be sent again. */
export interface RetryAdvice {
  /**
   * `never`: it succeeded (`code` is null), or nothing was done and the same comes to the same. `after`: nothing was done, or
   * doing it twice does no harm. `same_key`: money may have moved; the same request with the same key finds out.
   * `outcome_unknown`: money may have moved; ask the provider before sending anything.
   */
  retry: 'never' | 'after' | 'same_key' | 'outcome_unknown';
  /** The provider's word for what went wrong, or `HTTP_503`, `NOT_SENT`, `NO_ANSWER`; null after success. */
  code: string | null;
  /** How long to wait: a day at most, and half of that again with all jitter. */
  delayMs: number | null;
  /** Whether the attempts that the documents allow are used up, or the provider asks for more than a day. */
  exhausted: boolean;
  /** Whether the provider knows the request again by its key. */
  keyed: boolean;
  /** With `outcome_unknown`, the operation that tells what became of the request. */
  ask?: string;
}

/** An operation of a provider. */
export interface OperationInfo {
  name: string;
  /** One sentence. */
  summary: string;
  method: string;
  path: string;
  /** Whether it may be sent again without doing anything twice. */
  repeatable: boolean;
  /** Whether it takes an idempotency key. */
  keyed: boolean;
  /** How the provider is asked what became of it where its answer was lost; nothing where nobody can be asked. */
  outcomeQuery?: OutcomeQuery;
  /** The JSON Schema (2020-12) of the input. */
  input: Record<string, unknown>;
  /** What an accepted answer holds; `members` are all that an object has. */
  answer: { name: string; type: 'text' | 'count' | 'list' | 'members' | 'any'; needed: boolean }[];
}

/** How a provider is asked what became of an operation whose answer was lost: by a list of orders, or by the order. */
export interface OutcomeQuery {
  /** The operation that asks. */
  operation: string;
  /** The order is looked for in a list, by what the request called it, or by its key. */
  list?: { orders: string; id: string; reference: string; page?: string; limit?: { member: string; most: number } };
  /** The order's status says whether it was carried out (`doneIn`) or not (`openIn`), and whether it may be sent again then. */
  order?: { id: string; members: string[]; doneIn: string[]; openIn: string[]; mayRepeat: boolean };
}

/** Something that a provider's own rules work out without a request; see {@link compute}. */
export interface ComputationInfo {
  name: string;
  /** One sentence. */
  summary: string;
  /** The JSON Schema (2020-12) of the input. */
  input: Record<string, unknown>;
}

/** How something is signed: an HMAC-SHA256 over the parts, with the separator in between. */
export interface SignatureInfo {
  /** What `settings.scheme` is for it, where the provider's document leaves the choice. */
  scheme?: 'standard-webhooks' | 'hex-hmac';
  algorithm: 'HMAC-SHA256';
  /** The header that holds the signature. */
  header: string;
  /** What stands in front of the signature; `hex-hmac` may leave it out. */
  prefix?: string;
  /** How the signature is written. */
  encoding: 'hex' | 'base64';
  /** How the secret is read: its own bytes, or Base64 after `whsec_`. */
  secretEncoding: 'text' | 'base64';
  /** The header that holds the time, in seconds since 1970. */
  timestampHeader?: string;
  /** How many seconds that time may be away from now. */
  windowSeconds?: number;
  /** The header with a text that no other message has. */
  nonceHeader?: string;
  separator: string;
  /** `method`, `host`, `path`, `query`, `bodySha256` (hexadecimal; empty without a body), `body`, or `header:NAME`. */
  parts: string[];
}

/** How one message is signed, step by step. */
export interface SignatureSteps extends Omit<SignatureInfo, 'parts'> {
  /** The parts and what they hold. */
  parts: { name: string; value: string }[];
  /** The parts, with the separator in between: exactly what is signed. */
  stringToSign: string;
  /** What stands in the header, with what stands in front of it. */
  signature: string;
}

/** What there is to know of a provider before its first request. */
export interface ProviderDescription {
  name: Provider;
  /** The name that people know it by. */
  title: string;
  /** What requests are authorised with, and the environment variable that the command line reads it from. */
  credentials: { name: string; variable: string; needed: boolean; default: string | null }[];
  /** Ways in which the API differs from its document, for `context.profile`. */
  profiles: string[];
  operations: OperationInfo[];
  /** The operation that takes the destination of a payment. */
  destinationOperation: string;
  computations: ComputationInfo[];
  /** How requests are signed and with which credential, null where they are not; the ways of signing deliveries, of which the caller chooses one. */
  signatures: { request: (SignatureInfo & { credential: string }) | null; webhooks: SignatureInfo[] };
  /** The events of its webhooks. */
  events: string[];
  /** The members of an event's data that hold an amount, each with the one that holds its currency. */
  eventAmounts: { amount: string; currency: string }[];
  /** The body of a delivery, as an example. */
  eventExample: string | null;
  /** The seconds from one attempt at delivering a webhook to the next. */
  redeliverySeconds: number[];
  /** How many requests of one caller its document allows, and within how many seconds. */
  rateLimit: { requests: number; seconds: number } | null;
  /** Every status of its orders, with what it is in the vocabulary of all providers. */
  statuses: Record<string, OrderStatus>;
  /** What has to be seen to before real money moves, besides credentials. */
  goLive: string[];
}

/** The description of every provider, the same as from `offramp providers --json` and `GET /v1/providers`. */
export function providers(): ProviderDescription[];

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
export function buildRequest<P extends Provider, O extends OperationName<P>>(
  provider: P,
  operation: O,
  input: Operations[P][O],
  credentials: ProviderCredentials[P],
  context: RequestContext,
): BuiltRequest;

/**
 * Reads a provider's answer. A refusal is an answer, not an error.
 *
 * @throws {OfframpError} `ANSWER_INVALID` where it is nothing that the provider documents
 */
export function parseResponse<P extends Provider, O extends OperationName<P>>(
  provider: P,
  operation: O,
  response: ProviderResponse,
): ParsedResponse<MemberOr<AnswerValues, P, O, MemberOr<Answers, P, O, Record<string, unknown>>>>;

/**
 * Verifies a delivery and reads its event; give the body as it came in, not parsed and written again.
 *
 * @throws {OfframpError} `SIGNATURE_*`, `TIMESTAMP_*`, `SECRET_*` where it cannot be trusted
 */
export function verifyWebhook(
  provider: Provider,
  settings: WebhookSettings,
  headers: HeaderSource,
  body: Uint8Array | ArrayBuffer | ArrayBufferView | string,
  options: { now: string; toleranceSeconds?: number },
): WebhookEvent;

/**
 * The headers with which the provider would deliver a body, for tests of a receiver.
 *
 * @throws {OfframpError} `WEBHOOK_UNSUPPORTED`, `SECRET_*`, `SIGNATURE_SCHEME_UNKNOWN`
 */
export function signWebhook(
  provider: Provider,
  settings: WebhookSettings,
  body: string,
  options: { now: string; nonce?: string },
): Record<string, string>;

/**
 * How a message is signed, step by step: a request, as {@link buildRequest} answers it, or, without `method`, a delivery
 * from the provider. Null where the provider's requests are not signed.
 *
 * @example
 * const request = buildRequest('coinut', 'createCustomer', input, { apiKey, apiSecret }, { now });
 * explainSignature('coinut', request, { secret: apiSecret })?.stringToSign;
 * @throws {OfframpError} `SECRET_*`; of deliveries `WEBHOOK_UNSUPPORTED`, `SIGNATURE_SCHEME_UNKNOWN`
 */
export function explainSignature(
  provider: Provider,
  message: { method?: string | null; url?: string | null; headers?: HeaderSource; body?: string | Uint8Array | null },
  settings: WebhookSettings,
): SignatureSteps | null;

/** What becomes of an order in `current` (null for none yet) when the provider reports `incoming`. */
export function nextStatus(provider: Provider, current: string | null | undefined, incoming: string): StatusStep;

/** Whether a request may be sent again, from its answer or from why there is none. */
export function classify<P extends Provider>(
  provider: P,
  operation: OperationName<P>,
  result: ProviderResponse | { error: 'not_sent' | 'no_answer' },
  options?: RetryOptions,
): RetryAdvice;

/**
 * The idempotency key of an operation with an input, and the fingerprint of what would be sent: the same for the
 * same payment, whenever it is asked for and however it is spelt.
 *
 * @throws {OfframpError} `INPUT_INVALID` where the input cannot be sent; `IDEMPOTENCY_KEY_REUSED` where
 * `storedFingerprint` is that of another request
 */
export function idempotencyKey<P extends Provider>(
  provider: P,
  operation: OperationName<P>,
  input: unknown,
  options?: { storedFingerprint?: string },
): { key: string; fingerprint: string };

/** A request, answer or event as it may be logged: no secret, no account number. */
export function maskRequest(request: object): Record<string, unknown>;

/** The operations of a provider, each with the JSON Schema of its input. */
export function operations(provider: Provider): OperationInfo[];

/** The names of a provider's computations. */
export type ComputationName<P extends Provider> = Extract<keyof Computations[P], string>;

/** What a provider's own rules work out without a request, such as coinut's deposit instructions. */
export function compute<P extends Provider, C extends ComputationName<P>>(
  provider: P,
  name: C,
  input: Computations[P][C],
): MemberOr<ComputedAnswers, P, C, unknown>;
