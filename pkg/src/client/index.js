// The client: one method an operation of a provider, over the caller's fetch, which sends again only what may be sent again.

import {
  OfframpError,
  buildRequest,
  classify,
  idempotencyKey,
  maskRequest,
  nextStatus,
  operations,
  parseResponse,
} from 'offramp-core';
import { randomUuid } from '../random.js';
import { inquire } from './inquiry.js';
import { createLimiter } from './limits.js';
import { sendOnce, waitFor } from './send.js';
import { createSubmission } from './submission.js';

const OPTIONS = ['fetch', 'retry', 'now', 'nonce', 'signal', 'timeout', 'deadline', 'limits', 'wait', 'trace'];
const CALL_OPTIONS = [
  'idempotencyKey',
  'requestId',
  'expiresAt',
  'profile',
  'strictness',
  'rails',
  'inquiry',
  'signal',
];
const RETRY = ['maxAttempts', 'backoffDelay', 'exponentialBackoff', 'jitter'];
const LIMITS = ['concurrency', 'requests', 'perMs'];

/** Orders that have come to nothing. */
const FAILED = ['failed', 'cancelled', 'expired', 'refunded'];

function strict(given, names, what) {
  if (typeof given !== 'object' || given === null)
    throw new OfframpError('ARGUMENT_INVALID', `${what}: an object is needed`, what);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new OfframpError('ARGUMENT_INVALID', `${what}: unknown option ${unknown}`, unknown);
  return given;
}

/** A thrown answer of a question that has none. */
const unanswered = (what) => Object.assign(new Error(what), { unanswered: what });

export function createClient(provider, credentials, options = {}) {
  strict(options, OPTIONS, 'options');
  const known = new Map(operations(provider).map((operation) => [operation.name, operation]));
  const {
    fetch = (...args) => globalThis.fetch(...args),
    now = Date.now,
    nonce = randomUuid,
    signal,
    timeout = 30_000,
    deadline = 120_000,
    wait = waitFor,
    trace,
  } = options;
  const { jitter = options.retry === undefined, ...config } = strict(options.retry ?? {}, RETRY, 'retry');
  const maxAttempts = config.maxAttempts ?? 3;
  const limiter = createLimiter(strict(options.limits ?? {}, LIMITS, 'limits'), wait);
  const time = () => new Date(now()).toISOString();

  const build = (operation, input, context) =>
    buildRequest(provider, operation, input, credentials, { ...context, now: time(), nonce: nonce() });
  const parse = (operation, answer) => {
    try {
      return parseResponse(provider, operation, answer);
    } catch (error) {
      if (error instanceof OfframpError) return undefined;
      throw error;
    }
  };
  const advise = (operation, result, attempt, keySent) =>
    classify(provider, operation, result, {
      ...config,
      attempt,
      keySent,
      jitter: jitter ? Math.random() : 0,
      now: time(),
    });

  /** The key by which the provider knows a call again, where it takes one. */
  function keyOf({ name, keyed }, input, given) {
    if (!keyed) return undefined;
    const own = given ?? input?.idempotencyKey;
    if (own !== undefined) return own;
    try {
      return idempotencyKey(provider, name, input).key;
    } catch (error) {
      if (!(error instanceof OfframpError)) throw error;
      // nothing tells it from another: a key that no later call knows
      return nonce()?.toUpperCase();
    }
  }

  async function call(name, input, given = {}) {
    const { inquiry, idempotencyKey: ownKey, signal: ownSignal, ...context } = strict(given, CALL_OPTIONS, 'options');
    const operation = known.get(name);
    if (!operation)
      throw new OfframpError('OPERATION_UNKNOWN', 'the provider has no operation of this name', 'operation');
    const stop = ownSignal && signal ? AbortSignal.any([ownSignal, signal]) : (ownSignal ?? signal);
    await limiter.begin(stop);
    try {
      const key = keyOf(operation, input, ownKey);
      return await run(
        operation,
        input,
        { ...context, ...(key !== undefined && { idempotencyKey: key }) },
        key,
        inquiry,
        stop,
      );
    } finally {
      limiter.end();
    }
  }

  async function run(operation, input, context, key, inquiry, stop) {
    const { name, outcomeQuery: query } = operation;
    const submission = createSubmission({ query, keyed: key !== undefined, maxAttempts });
    let [busy, last, order] = [0, {}, undefined];
    const left = () => deadline - busy;
    // waits count as long as they were meant to be
    const pause = async (milliseconds) => {
      await wait(milliseconds, stop);
      busy += milliseconds;
    };
    const send = async (request) => {
      await limiter.send(stop);
      const begun = performance.now();
      const result = await sendOnce(fetch, request, Math.min(timeout, left()), stop);
      busy += performance.now() - begun;
      return result;
    };
    const lookUp = async (asked, what) => {
      // a quote that ran out does not keep anybody from asking
      const { idempotencyKey: _, expiresAt: __, ...rest } = context;
      let request;
      try {
        request = build(asked, what, rest);
      } catch (error) {
        if (error instanceof OfframpError) throw unanswered('impossible');
        throw error;
      }
      const result = await send(request);
      const answer = result.error ? undefined : parse(asked, result);
      if (answer?.outcome !== 'accepted') throw unanswered('no_answer');
      return answer;
    };
    const statusOf = (word) => nextStatus(provider, null, word).status;
    const backoff = (attempt) => advise(name, { error: 'not_sent' }, attempt, key !== undefined).delayMs;

    async function attempt() {
      let request;
      try {
        request = build(name, input, context);
      } catch (error) {
        // what cannot be built any more, such as a quote that ran out, says nothing of what was sent
        if (error instanceof OfframpError && submission.open) return { wait: 0, action: 'stop', how: 'unknown' };
        throw error;
      }
      const number = submission.begin();
      const result = await send(request);
      const advice = advise(name, result, number, key !== undefined);
      last = { code: advice.code, answer: result.error ? undefined : parse(name, result) };
      const word = last.answer?.values?.status;
      const failed = last.answer !== undefined && FAILED.includes(last.answer.status ?? (word && statusOf(word)));
      const next = submission.sent(advice, failed, backoff(number));
      trace?.({
        operation: name,
        attempt: number,
        request: maskRequest(request),
        status: result.status ?? null,
        retry: advice.retry,
        code: advice.code,
        waitMs: next.wait,
      });
      return next;
    }

    async function ask() {
      const number = submission.nextQuestion;
      const said = await inquire(query, input ?? {}, key, inquiry, lookUp, statusOf);
      order = said.order;
      return submission.asked(said.said, backoff(number), said.status);
    }

    function reply({ how, retryAfterMs, orderStatus }) {
      const more = { attempts: submission.attempts, ...(key !== undefined && { idempotencyKey: key }) };
      if (how === 'answered' && last.answer) return { ...last.answer, ...more };
      if (how === 'found') return { ...order, ...more, found: true };
      if (how === 'unavailable')
        return { outcome: 'unavailable', code: last.code, retryAfterMs: retryAfterMs ?? null, ...more };
      return {
        outcome: 'unknown',
        code: last.code ?? 'ANSWER_INVALID',
        ...(orderStatus !== undefined && { orderStatus }),
        ...more,
      };
    }

    let next = { wait: 0, action: 'send' };
    for (;;) {
      try {
        if (next.wait > 0) {
          if (next.wait >= left()) return reply(submission.outOfTime(next.wait));
          await pause(next.wait);
        }
        if (next.action === 'stop') return reply(next);
        stop?.throwIfAborted();
        next = next.action === 'ask' ? await ask() : await attempt();
      } catch (error) {
        // who aborts learns what is known: nothing was done, or nobody knows
        if (stop?.aborted && submission.open) return reply({ how: 'unknown' });
        throw error;
      }
    }
  }

  const client = { provider, call };
  for (const name of known.keys()) client[name] = (input, given) => call(name, input, given);
  return Object.freeze(client);
}
