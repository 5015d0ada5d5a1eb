#!/usr/bin/env node
// The command of the package: `npx offramp-core check FILE`. Arguments in, text out, no rules of its own.
//
// Exit codes as those of the crate's command: 0 nothing is wrong, 1 a finding is an error, 2 the command itself could not do
// its work.

import { version } from 'offramp-core/workbook';
import { UsageError, parse } from './arguments.js';
import { COMMANDS, COMMON, NATIVE } from './commands.js';
import { help, overview } from './help.js';
import { nearest } from './nearest.js';
import { Output } from './outputs.js';
import { printable, styleOf } from './style.js';

function commandOf(name) {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name];
  const said = `unrecognized subcommand '${name}'`;
  if (name === 'fix') throw new UsageError(`${said}\n\n  tip: check FILE --fix FIXED writes the fixed file`);
  if (NATIVE.includes(name)) {
    const install = 'cargo install offramp-core --features cli';
    throw new UsageError(`${said}\n\n  tip: the command of the crate has it: ${install}`);
  }
  const meant = nearest(name, Object.keys(COMMANDS));
  throw new UsageError(meant === undefined ? said : `${said}\n\n  tip: a similar subcommand exists: '${meant}'`);
}

async function run(words, out) {
  const [first, ...rest] = words;
  if (first === undefined) {
    process.stderr.write(overview());
    return 2;
  }
  if (['-V', '--version'].includes(first)) out.write(`offramp-core ${version()}\n`);
  else if (['-h', '--help', 'help'].includes(first)) {
    if (rest[0] !== undefined) commandOf(rest[0]);
    out.write(rest[0] === undefined ? overview() : help(rest[0]));
  } else {
    // options of every command may stand in front of it
    const at = words.findIndex((word) => !word.startsWith('-'));
    const name = words[words[at - 1] === '--color' ? at + 1 : at] ?? first;
    const table = commandOf(name);
    const command = { ...table, options: [...table.options, ...COMMON] };
    const { given, options } = parse(words.toSpliced(words.indexOf(name), 1), command);
    const style = styleOf(options.color, process.stdout, process.env);
    if (!options.help) return (await command.run({ given, options, style, out })) ? 1 : 0;
    out.write(help(name));
  }
  return 0;
}

// whoever reads the output has seen enough
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const out = new Output(process.stdout);
try {
  const code = await run(process.argv.slice(2), out);
  await out.flush();
  process.exitCode = code;
} catch (error) {
  await out.flush();
  const style = styleOf(undefined, process.stderr, process.env);
  const { field, message } = error;
  const said = field && !message.startsWith(field) ? `${field}: ${message}` : message;
  const lines = said.split('\n').map(printable).join('\n');
  const more = error instanceof UsageError ? "\n\nFor more information, try '--help'." : '';
  process.stderr.write(`${style.error('error:')} ${lines}${more}\n`);
  process.exitCode = 2;
}
