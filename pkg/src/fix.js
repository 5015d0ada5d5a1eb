// What the entry for workbooks has besides: files with what is suggested for their cells in place, and files unpacked.

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

export function unpackFile(file, options) {
  const [all, how] = [bytes(file, 'bytes'), json(options, 'options')];
  const [findings, text] = parts(call(() => glue.unpack(how, all)));
  return { bytes: text, findings };
}

/** JSON, which has no line end in it, and the bytes that follow it. */
function parts(made) {
  const end = made.indexOf(10);
  return [JSON.parse(new TextDecoder().decode(made.subarray(0, end))), made.slice(end + 1)];
}

const SEVERITIES = ['error', 'warning', 'info'];

function fix(name, file, options, check) {
  const [all, how] = [bytes(file, 'bytes'), json(options, 'options')];
  const [[changes, before], fixed] = parts(call(() => glue.fix([name, how, randomKey()].join('\0'), all)));
  const remaining = check(fixed, options);
  // what was said of the file before, and its text does not show any more
  const { findings } = remaining.summary;
  for (const finding of before) {
    if (!findings.some(({ code, path }) => code === finding.code && path === finding.path)) findings.push(finding);
  }
  findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return { bytes: fixed, changes, remaining };
}
