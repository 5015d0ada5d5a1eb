// Files with what is suggested for their cells in place: what the entry for workbooks has besides.

import { checkCsv, checkFile } from './api.js';
import { bytes, json } from './arguments.js';
import * as glue from './glue.js';
import { randomKey } from './random.js';
import { call } from './runtime.js';

export function fixCsv(file, options) {
  return fix('fixCsv', file, options, checkCsv);
}

export function fixFile(file, options) {
  return fix('fixFile', file, options, checkFile);
}

const SEVERITIES = ['error', 'warning', 'info'];

function fix(name, file, options, check) {
  const [all, how] = [bytes(file, 'bytes'), json(options, 'options')];
  const made = call(() => glue.fix([name, how, randomKey()].join('\0'), all));
  // JSON has no line end in it
  const end = made.indexOf(10);
  const [changes, before] = JSON.parse(new TextDecoder().decode(made.subarray(0, end)));
  const fixed = made.slice(end + 1);
  const remaining = check(fixed, options);
  // what was said of the file before, and its text does not show any more
  const { findings } = remaining.summary;
  for (const finding of before) {
    if (!findings.some(({ code, path }) => code === finding.code && path === finding.path)) findings.push(finding);
  }
  findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return { bytes: fixed, changes, remaining };
}
