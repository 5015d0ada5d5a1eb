// The vectors that run natively, through the module: the same calls, the same answers.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as offramp from '../../pkg/dist/index.js';
import * as workbook from '../../pkg/dist/workbook.js';

const root = fileURLToPath(new URL('../vectors', import.meta.url));
const files = readdirSync(root, { recursive: true })
  .filter((path) => path.endsWith('.json'))
  .sort();

/** Members whose own members must all be named. */
const EXACT = ['headers', 'normalized'];

/** The bytes of a text that may be written as `{"$repeat": [..]}`, `{"$concat": [..]}` or `{"$hex": ".."}`. */
function bytes(text) {
  if (typeof text === 'string') return Buffer.from(text);
  if (text.$repeat) return Buffer.concat(Array(text.$repeat[1]).fill(bytes(text.$repeat[0])));
  if (text.$concat) return Buffer.concat(text.$concat.map(bytes));
  return Buffer.from(text.$hex, 'hex');
}

const isText = (value) =>
  typeof value === 'object' && value !== null && ['$repeat', '$concat', '$hex'].some((name) => name in value);

function answer({ call, args }) {
  const given = args.map((value) => (isText(value) ? bytes(value).toString() : value));
  if (['checkCsv', 'checkFile', 'fixFile'].includes(call)) given[0] = bytes(args[0]);
  try {
    const got = (offramp[call] ?? workbook[call])(...given);
    if (call === 'fixFile') return { ...got, text: Buffer.from(got.bytes).toString() };
    // natively bytes are no text and stand in bodyBase64 alone
    return got?.bodyBase64 === undefined ? got : { ...got, body: null };
  } catch (error) {
    if (!(error instanceof offramp.OfframpError)) throw error;
    return { error: { code: error.code, field: error.field, findings: error.findings ?? [] } };
  }
}

/** Notes where an answer is not what is expected of it. */
function compare(expect, got, at, differences) {
  if (Array.isArray(expect)) {
    if (!Array.isArray(got) || got.length !== expect.length) {
      differences.push(`${at}: expected ${JSON.stringify(expect)}, got ${JSON.stringify(got)}`);
    } else {
      expect.forEach((want, index) => compare(want, got[index], `${at}/${index}`, differences));
    }
  } else if (typeof expect === 'object' && expect !== null) {
    for (const [name, want] of Object.entries(expect)) {
      const have = { codes: 'code', paths: 'path', suggestions: 'suggestion' }[name];
      const member = have ? (got?.findings ?? []).map((finding) => finding[have] ?? null) : (got?.[name] ?? null);
      compare(want, member, `${at}/${name}`, differences);
      if (EXACT.includes(name) && typeof want === 'object' && typeof member === 'object' && want && member) {
        const more = Object.keys(member).filter((key) => !(key in want));
        if (more.length > 0) differences.push(`${at}/${name}: more than expected: ${more}`);
      }
    }
  } else if (expect !== got) {
    differences.push(`${at}: expected ${JSON.stringify(expect)}, got ${JSON.stringify(got)}`);
  }
}

assert.ok(files.length > 20, `only ${files.length} files of vectors`);

for (const file of files) {
  test(`vectors of ${file}`, () => {
    const wrong = [];
    for (const vector of JSON.parse(readFileSync(join(root, file), 'utf8'))) {
      const differences = [];
      compare(vector.expect, answer(vector), '', differences);
      if (differences.length > 0) wrong.push(`${vector.name}\n    ${differences.join('\n    ')}`);
      if (vector.call === 'validate' && vector.args.length === 2 && vector.expect.verdict) {
        const text = isText(vector.args[1]) ? bytes(vector.args[1]).toString() : vector.args[1];
        assert.equal(offramp.isValid(vector.args[0], text), vector.expect.verdict === 'valid', vector.name);
      }
    }
    assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
  });
}
