// Asks a provider what became of an operation whose answer was lost, once.

/** How many pages of a list are read. */
const PAGES = 50;

const words = (value) => (typeof value === 'number' ? String(value) : value);

/** The order among the pages of a list that has `own` as its reference; null where there are several. */
async function search({ orders, id, reference, page, limit }, own, lookUp, given) {
  const seen = new Set();
  let found;
  for (let number = 1; number <= PAGES; number += 1) {
    const input = { ...given, ...(limit && { [limit.member]: limit.most }), ...(page && { [page]: number }) };
    const answer = await lookUp(input);
    const before = seen.size;
    for (const order of answer.values[orders] ?? []) {
      const name = words(order[id]);
      if (!name || seen.has(name)) continue;
      if (order[reference] === own) {
        if (found) return null;
        found = order;
      }
      seen.add(name);
    }
    // the newest come first, and a page that repeats what was seen is the last
    if (!page || seen.size === before || found) break;
  }
  return found;
}

/**
 * `{said, order?, status?}`. `lookUp(operation, input)` answers what the provider accepted; it throws `impossible` where the
 * request cannot be built and `no_answer` where there is none.
 */
export async function inquire({ operation, list, order }, input, key, given, lookUp, statusOf) {
  try {
    if (list) {
      const own = input[list.reference] ?? key;
      if (typeof own !== 'string') return { said: 'impossible' };
      const found = await search(list, own, (what) => lookUp(operation, what), given);
      if (found === null) return { said: 'no_answer' };
      if (!found) return { said: 'open' };
      const answer = { outcome: 'accepted', values: found, raw: found };
      return {
        said: 'done',
        order: typeof found.status === 'string' ? { ...answer, status: statusOf(found.status) } : answer,
      };
    }
    const id = order.members.map((member) => input[member]).find((value) => value !== undefined);
    if (id === undefined) return { said: 'impossible' };
    const answer = await lookUp(operation, { [order.id]: id });
    const { status } = answer.values;
    const other = words(answer.values[order.id]);
    // an answer about another order says nothing of this one
    if (typeof status !== 'string' || (other !== undefined && other !== id)) return { said: 'no_answer' };
    if (order.doneIn.includes(status)) return { said: 'done', order: answer };
    return order.openIn.includes(status) ? { said: 'open' } : { said: 'elsewhere', status };
  } catch (error) {
    if (error?.unanswered) return { said: error.unanswered };
    throw error;
  }
}
