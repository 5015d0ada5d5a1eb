// Limits of how much a provider is asked at once: calls under way, and requests within a time.

/** `{begin, end, send}`: a call begins and ends, a request is sent. Who comes first is served first. */
export function createLimiter({ concurrency = 16, requests, perMs }, wait) {
  let underWay = 0;
  const waiting = [];
  const sent = [];
  let turn = Promise.resolve();

  async function pace(signal) {
    while (sent.length >= requests) {
      const left = sent[0] + perMs - performance.now();
      if (left > 0) await wait(left, signal);
      sent.shift();
    }
    sent.push(performance.now());
  }

  return {
    async begin(signal) {
      signal?.throwIfAborted();
      if (underWay < concurrency) {
        underWay += 1;
        return;
      }
      await new Promise((resolve, reject) => {
        const abort = () => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(signal.reason);
        };
        const enter = () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        signal?.addEventListener('abort', abort, { once: true });
        waiting.push(enter);
      });
    },
    end() {
      const next = waiting.shift();
      if (next) next();
      else underWay -= 1;
    },
    send(signal) {
      if (requests === undefined) return undefined;
      turn = turn.catch(() => {}).then(() => pace(signal));
      return turn;
    },
  };
}
