import type {
  Answers,
  AnswerValues,
  MemberOr,
  OperationName,
  Operations,
  OrderStatus,
  ParsedResponse,
  Provider,
  ProviderCredentials,
  RequestContext,
  RetryAdvice,
  RetryConfig,
} from '../index.js';

/** What a client may be told. */
export interface ClientOptions {
  /** How requests are sent; the host's `fetch` by default. */
  fetch?: (url: string, request: RequestInit) => Promise<ClientResponse>;
  /**
   * How often and when requests are sent again: the `RetryConfig` of Rahat's document, and by default its values (3 attempts,
   * 1000 ms and 2000 ms in between). Waits that are given are kept to the millisecond; without them each is longer by a
   * random part, up to half of it, unless `jitter` says otherwise.
   */
  retry?: RetryConfig & { jitter?: boolean };
  /** The clock: a date, or milliseconds since 1970; the host's by default. */
  now?: () => Date | number | string;
  /** A text that no other request has; `crypto.randomUUID` by default. */
  nonce?: () => string | undefined;
  /** Stops waits and requests of all calls. */
  signal?: AbortSignal;
  /** Milliseconds that a request and its whole answer may take: 30 000. */
  timeout?: number;
  /** Milliseconds that a call may take, with all its attempts, questions and waits: 120 000. */
  deadline?: number;
  /** How much the provider is asked at once: calls under way (16), and requests within a time (any number). */
  limits?: { concurrency?: number; requests?: number; perMs?: number };
  /** Waits; with `setTimeout` by default. */
  wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Is told of every attempt, with the request as it may be logged: no secret, no account number. */
  trace?: (entry: TraceEntry) => void;
}

/** One attempt, as it may be logged. */
export interface TraceEntry {
  operation: string;
  /** From 1. */
  attempt: number;
  request: Record<string, unknown>;
  /** The HTTP status; null where there was no answer. */
  status: number | null;
  retry: RetryAdvice['retry'];
  code: string | null;
  /** How long is waited before what is done next. */
  waitMs: number;
}

/** The part of a `Response` that is read. */
export type ClientResponse = Pick<Response, 'status' | 'headers' | 'text'> & { body?: Response['body'] };

/** What may be said of one call. */
export interface CallOptions extends Omit<RequestContext, 'now' | 'nonce' | 'documentExact'> {
  /**
   * Members of the question that is asked where nobody knows what became of the call, which the call itself does not have:
   * `userId` for a transfer at Sentra.
   */
  inquiry?: Record<string, unknown>;
  /** Stops waits and requests of this call. */
  signal?: AbortSignal;
}

interface Sent {
  /** How often it was sent. */
  attempts: number;
  /** The key that it was sent with, where the provider takes one: the same call with this key is the same payment. */
  idempotencyKey?: string;
}

type ValuesOf<P extends Provider, O> = MemberOr<AnswerValues, P, O, MemberOr<Answers, P, O, Record<string, unknown>>>;

/** What became of a call. Only `unknown` leaves open whether the operation was carried out. */
export type CallOutcome<P extends Provider, O extends OperationName<P>> =
  | (Extract<ParsedResponse<ValuesOf<P, O>>, { outcome: 'accepted' }> &
      Sent & {
        /** It is known by asking the provider about it, since its own answer was lost. */
        found?: true;
      })
  /** Nothing was done, and the same again comes to the same. */
  | (Extract<ParsedResponse, { outcome: 'refused' }> & Sent)
  /** Nothing was done, and the same may be tried later. */
  | (Sent & { outcome: 'unavailable'; code: string; retryAfterMs: number | null })
  /** It may have been carried out, once: nothing may be sent in its place before somebody has looked. */
  | (Sent & {
      outcome: 'unknown';
      code: string;
      /** The status that the order has, where the provider was asked and the status says neither. */
      orderStatus?: OrderStatus | (string & {});
    });

type Input<P extends Provider, O extends OperationName<P>> = undefined extends Operations[P][O]
  ? [input?: Operations[P][O], options?: CallOptions]
  : [input: Operations[P][O], options?: CallOptions];

/** A provider's API, one method an operation. */
export type Client<P extends Provider> = {
  readonly [O in OperationName<P>]: (...args: Input<P, O>) => Promise<CallOutcome<P, O>>;
} & {
  readonly provider: P;
  /** Sends an operation by its name. */
  call<O extends OperationName<P>>(operation: O, ...args: Input<P, O>): Promise<CallOutcome<P, O>>;
};

/**
 * A client of a provider, which does not pay twice: it sends again only what {@link classify} says may be sent again, asks
 * the provider first where nobody knows what became of a call, and repeats it only with the same key.
 *
 * A call throws where nothing was sent, or nothing that took effect: an `OfframpError`, or the signal's reason.
 *
 * @example
 * const client = createClient('coinut', { apiKey, apiSecret });
 * const customer = await client.createCustomer({ name: 'Jane Doe', email: 'jane@example.com' });
 * if (customer.outcome === 'accepted') customer.values.customerId;
 * @throws {OfframpError} `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`
 */
export function createClient<P extends Provider>(
  provider: P,
  credentials: ProviderCredentials[P],
  options?: ClientOptions,
): Client<P>;
