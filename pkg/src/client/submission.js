// What is done next about an operation that is sent, from what came of it so far: the same as src/client/submission.rs, held
// to it by tests/vectors-client. Knows no network and no clock.

const after = (wait, action) => ({ wait, action });
const stop = (how, more) => ({ wait: 0, action: 'stop', how, ...more });

/**
 * An operation that is being sent: `query` is how the provider is asked what became of it, where it can be; `keyed`
 * whether it is sent with a key by which the provider knows it again.
 */
export function createSubmission({ query, keyed, maxAttempts }) {
  let attempt = 0;
  let asked = 0;
  let open = false;
  let question = query;

  const repeat = () => (attempt < maxAttempts ? after(0, 'send') : stop('unknown'));

  return {
    begin: () => (attempt += 1),
    get attempts() {
      return attempt;
    },
    /** How often it was asked about since it was sent, and once more: the waits grow with it. */
    get nextQuestion() {
      return asked + 1;
    },
    /** Whether any attempt may have been carried out. */
    get open() {
      return open;
    },

    /** After an attempt. `failed`: the answer says that the order has come to nothing; `backoff`: the wait where none is said. */
    sent({ retry, code, delayMs, exhausted }, failed, backoff) {
      const spent = exhausted || attempt >= maxAttempts;
      const delay = delayMs ?? backoff;
      // what turns a repetition away says nothing of what it repeats
      if (retry === 'never' && (code === null || !open || failed)) return stop('answered');
      if (retry === 'after' && !open)
        return spent ? stop('unavailable', { retryAfterMs: delayMs }) : after(delay, 'send');
      open = true;
      asked = 0;
      if (question) return after(delay, 'ask');
      return keyed && !spent ? after(delay, 'send') : stop('unknown');
    },

    /** After a question: `done`, `open`, `elsewhere`, `no_answer`, or `impossible` where something is missing that only the caller knows. */
    asked(said, backoff, orderStatus) {
      asked += 1;
      if (said === 'done') return stop('found');
      if (said === 'elsewhere') return stop('unknown', { orderStatus });
      if (said === 'impossible') {
        question = undefined;
        return keyed ? repeat() : stop('unknown');
      }
      if (said === 'open' && (question.order ? question.order.mayRepeat : keyed)) return repeat();
      // a list may be late
      return asked < maxAttempts ? after(backoff, 'ask') : stop('unknown');
    },

    /** There is no time for the wait. */
    outOfTime: (wait) => (open ? stop('unknown') : stop('unavailable', { retryAfterMs: wait })),
  };
}
