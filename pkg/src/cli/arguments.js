// Arguments of a command, by the table of what it takes.

import { nearest } from './nearest.js';

/** What is wrong with how the command was called. */
export class UsageError extends Error {}

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Refuses a value that is none of those there are. */
export function oneOf(value, values, shown) {
  if (values.includes(value)) return value;
  const meant = nearest(value, values);
  const tip = meant === undefined ? '' : `\n\n  tip: a similar value exists: '${meant}'`;
  throw new UsageError(`invalid value '${value}' for '${shown}'\n  [possible values: ${values.join(', ')}]${tip}`);
}

/** `{given, options}` of the words behind the command's name. */
export function parse(words, command) {
  const [given, options] = [[], {}];
  const known = new Map(command.options.map((option) => [`--${option.name}`, option]));
  for (const option of command.options) if (option.short) known.set(`-${option.short}`, option);
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === '--') {
      given.push(...words.slice(at + 1));
      break;
    }
    // a number may be negative
    if (!word.startsWith('-') || word === '-' || /^-[\d.]/.test(word)) {
      given.push(word);
      continue;
    }
    const [name, ...rest] = word.startsWith('--') ? word.split('=') : [word];
    const option = known.get(name);
    if (option === undefined) throw unknown(name, known, command);
    if (option.value === undefined) {
      if (rest.length > 0) throw new UsageError(`unexpected value '${rest.join('=')}' for '${name}' found`);
      options[camel(option.name)] = true;
      continue;
    }
    let value = rest.join('=');
    if (rest.length === 0) {
      at += 1;
      if (at >= words.length)
        throw new UsageError(`a value is required for '${name} <${option.value}>' but none was supplied`);
      value = words[at];
    }
    if (option.values) oneOf(value, option.values, `${name} <${option.value}>`);
    const member = camel(option.name);
    if (option.many) options[member] = [...(options[member] ?? []), value];
    else if (member in options)
      throw new UsageError(`the argument '${name} <${option.value}>' cannot be used multiple times`);
    else options[member] = value;
  }
  if (!options.help) count(given, command);
  return { given, options };
}

function unknown(name, known, command) {
  const said = `unexpected argument '${name}' found`;
  if (command.nativeOnly?.includes(name)) {
    return new UsageError(
      `${said}\n\n  tip: the command of the crate has it: cargo install offramp-core --features cli`,
    );
  }
  const meant = nearest(name, [...known.keys()]);
  return new UsageError(meant === undefined ? said : `${said}\n\n  tip: a similar argument exists: '${meant}'`);
}

/** Whether there are as many words as the command takes. */
function count(given, command) {
  const { words, fewest = words.length, most = words.length } = command;
  if (given.length < fewest) {
    const missing = words.slice(given.length, fewest).map(({ name }) => `  <${name}>`);
    throw new UsageError(`the following required arguments were not provided:\n${missing.join('\n')}`);
  }
  if (given.length > most) throw new UsageError(`unexpected argument '${given[most]}' found`);
}
