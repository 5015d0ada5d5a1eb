// Sends one request by the caller's fetch: a timeout, a bound on the answer's size, and what a failure says about the request.

/** How large an answer may be. */
const MAX_ANSWER = 4 * 1024 * 1024;

/** What hosts say where no connection came about: nothing was sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function isNotSent(error) {
  for (let at = error, depth = 0; at && depth < 5; at = at.cause, depth += 1) {
    if (NOT_SENT.has(at.code)) return true;
  }
  return false;
}

async function textOf(response) {
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let [text, size] = ['', 0];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    size += piece.value.length;
    if (size > MAX_ANSWER) {
      reader.cancel().catch(() => {});
      throw new RangeError('the answer is too large');
    }
    text += decoder.decode(piece.value, { stream: true });
  }
  return text + decoder.decode();
}

/** `{status, headers, body}`, or `{error: 'not_sent' | 'no_answer'}`. */
export async function sendOnce(fetch, request, timeout, signal) {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  const timer = setTimeout(abort, Math.min(timeout, 2 ** 31 - 1));
  signal?.addEventListener('abort', abort);
  // not every fetch heeds its signal
  const stopped = new Promise((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(new Error('aborted')));
  });
  const answered = async () => {
    const { url, method, headers, body } = request;
    // a redirect would send what is signed for one place to another
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal: controller.signal });
    return { status: response.status, headers: response.headers, body: await textOf(response) };
  };
  try {
    const result = answered();
    result.catch(() => {});
    const answer = await Promise.race([result, stopped]);
    return answer.status >= 100 ? answer : { error: 'no_answer' };
  } catch (error) {
    return { error: isNotSent(error) ? 'not_sent' : 'no_answer' };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Waits, for as long as nobody aborts: then it throws the signal's reason. */
export function waitFor(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    return signal?.addEventListener('abort', abort, { once: true });
  });
}
