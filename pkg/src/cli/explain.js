// `explain`: what a code of a finding means and what to do about it, as docs/FINDINGS.md says it.

import { distance } from './nearest.js';
import { findings } from './tables.js';

export function explain({ given, options, style, out }) {
  for (const typed of given) {
    const word = typed.trim().toUpperCase().replace(/[- ]/g, '_');
    const found = findings.find(({ code }) => code === word);
    if (found === undefined) {
      const near = nearestCodes(word);
      const tip = near.length > 0 ? `; there are ${near.join(', ')}` : '';
      throw new Error(`no finding has the code ${typed}${tip}`);
    }
    if (options.json) {
      out.write(`${JSON.stringify(found)}\n`);
      continue;
    }
    const { code, severity, leavesOpen, message, meaning, mending, example = '' } = found;
    const open = leavesOpen ? ', leaves the verdict undetermined' : '';
    out.write(`${style.bold(code)} ${style.severity(severity)}${open}\n`);
    for (const [name, text] of Object.entries({ message, meaning, 'to do': mending, example })) {
      if (text !== '') out.write(`  ${style.faint(name)} ${text}\n`);
    }
  }
  return false;
}

/** Up to three codes that may have been meant: those of which the text is a slip, then those that share words with it. */
function nearestCodes(word) {
  const words = word.split('_').filter((part) => part !== '');
  const ranked = findings.map(({ code }) => {
    const shared = code.split('_').filter((part) => words.includes(part)).length;
    return [distance(word, code) <= 2 ? Number.POSITIVE_INFINITY : shared, code];
  });
  return ranked
    .filter(([rank]) => rank > 0)
    .sort(([a], [b]) => (a === b ? 0 : b - a))
    .slice(0, 3)
    .map(([, code]) => code);
}
