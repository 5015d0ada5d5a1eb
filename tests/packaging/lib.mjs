// New projects with the package in them, as it is in the tarball, and what each of them must be able to do.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The folder of a group: the tools in node_modules, the packed package, and the projects below it. */
export const workOf = (group) => join(root, group === 'quick' ? 'target/packaging' : 'target/packaging-all');

export const { version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));

/** Runs a command and answers what it printed; on failure the error shows everything. */
export function run(command, args, cwd, more = {}) {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
      ...more,
    });
  } catch (error) {
    error.message = `${command} ${args.join(' ')}\n${error.stdout ?? ''}${error.stderr ?? ''}`;
    throw error;
  }
}

/** The Chromium of this machine, if there is one; none is downloaded. */
export const chromiumPath = () =>
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export const node = (file, project) => run(process.execPath, [file], project).trim();

/** The parts of a group's folder. */
export function group(name) {
  const work = workOf(name);
  const tool = (path) => join(work, 'node_modules', path);
  return {
    work,
    tool,
    tarball: () => join(work, 'packed', readdirSync(join(work, 'packed'))[0]),
    package: join(work, 'package'),
    /** Makes a project; the package lies in its node_modules, and the tools are found in the folder above. */
    project(folder, files, { type = 'module', installed = true } = {}) {
      const project = join(work, 'projects', folder);
      mkdirSync(project, { recursive: true });
      writeFileSync(
        join(project, 'package.json'),
        JSON.stringify({ name: folder, private: true, type, dependencies: { 'offramp-core': version } }),
      );
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(project, file)), { recursive: true });
        writeFileSync(join(project, file), text);
      }
      if (installed) cpSync(join(work, 'package'), join(project, 'node_modules/offramp-core'), { recursive: true });
      return project;
    },
  };
}

/** What every environment must be able to do, as a function body over `offramp` and `form`. */
const BODY = `
  const report = offramp.validate('iban', 'DE89 3704 0044 0532 0130 00');
  const { summary } = offramp.checkCsv('currency,amount,vpa\\nINR,1.00,user@okaxis\\n');
  const { headers } = offramp.buildRequest('coinut', 'createCustomer', { name: 'John Doe', email: 'john@example.com' },
    { apiKey: 'key', apiSecret: 'secret' }, { now: '2024-06-09T07:00:00Z' });
  let code;
  try { offramp.validate('ibam', ''); } catch (error) { code = error instanceof offramp.OfframpError && error.code; }
  const filled = form.bankAccountForm(offramp, 'EUR', { messages: await form.loadMessages('de') });
  return [report.verdict, report.value.bank, summary.valid, Object.keys(headers).length > 2, code, offramp.version(),
    filled.check({ iban: 'DE89370400440532013001' }).byField.iban[0].message].join(' ');
`;
export const ANSWER = `valid 37040044 1 true KIND_UNKNOWN ${version} Die Prüfziffern stimmen nicht: Mindestens ein Zeichen ist falsch.`;

/** A module that exports `probe`, which answers {@link ANSWER}. */
export const PROBE = `import * as offramp from 'offramp-core';
import * as form from 'offramp-core/form';
export async function probe() {${BODY}}
`;
export const PROBE_CJS = `const offramp = require('offramp-core');
const form = require('offramp-core/form');
module.exports.probe = async function probe() {${BODY}};
`;
/** The same for the entry without the module, once it is started. */
export const PROBE_SLIM = PROBE.replace("'offramp-core'", "'offramp-core/slim'");

/** How often the bytes of the module stand in a text: base64 of a module begins so. */
export const copies = (text) => text.split('AGFzbQ').length - 1;
