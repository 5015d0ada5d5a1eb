// Help, made of the table of commands.

import { COMMANDS, COMMON } from './commands.js';

const NAME = 'npx offramp-core';
const WIDTH = 100;

/** Lines of `[left, right]`; what is on the right wraps. */
function columns(pairs) {
  const indent = Math.min(28, Math.max(...pairs.map(([left]) => left.length)) + 4);
  const lines = [];
  for (const [left, right] of pairs) {
    let line = `  ${left}`.padEnd(indent);
    if (left.length + 4 > indent) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
    }
    for (const word of right.split(' ')) {
      if (line.length + word.length + 1 > WIDTH && line.trim() !== '') {
        lines.push(line.trimEnd());
        line = ' '.repeat(indent);
      }
      line += `${word} `;
    }
    lines.push(line.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

const example = (line) => `  ${NAME} ${line}\n`;

/** What there is to do. */
export function overview() {
  const commands = Object.entries(COMMANDS).map(([name, { about }]) => [name, about]);
  return `Checks payouts before money moves

Usage: ${NAME} <COMMAND>

Commands:
${columns(commands)}
Options:
${columns(optionLines([...COMMON, { name: 'version', short: 'V', about: 'Print the version' }]))}
Examples:
${Object.values(COMMANDS)
  .map(({ examples }) => example(examples[0]))
  .join('')}
Exit codes: 0 nothing is wrong, 1 a finding is an error, 2 the command could not do its work.
'${NAME} <COMMAND> --help' says more of a command.
`;
}

const optionLines = (options) =>
  options.map(({ name, short, value, about, values }) => [
    `${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`,
    values ? `${about} [${values.join(', ')}]` : about,
  ]);

/** What one command takes. */
export function help(name) {
  const { about, words, most = words.length, options, examples } = COMMANDS[name];
  const places = words.map((word) => `<${word.name}>`).join(' ');
  const lines = words.map((word) => [`<${word.name}>`, typeof word.about === 'function' ? word.about() : word.about]);
  return `${about}

Usage: ${NAME} ${name} [OPTIONS] ${places}${most > words.length ? '...' : ''}

Arguments:
${columns(lines)}
Options:
${columns(optionLines([...options, ...COMMON]))}
Examples:
${examples.map(example).join('')}`;
}
