// `fees` and `quote`.

import { computeFees, quote as quoteOf, quoteForTarget } from 'offramp-core/workbook';
import { UsageError } from './arguments.js';
import { findingLines } from './identifiers.js';
import { jsonOf, now } from './inputs.js';
import { printable, table } from './style.js';

const ROUNDINGS = ['halfEven', 'halfUp', 'halfDown', 'up', 'down', 'ceiling', 'floor'];

/** A fee schedule: a file, or a single part by flags. */
export const SCHEDULE = [
  { name: 'schedule', value: 'FILE', about: 'The fee schedule as JSON, or - for standard input' },
  { name: 'percent', value: 'NUMBER', about: 'A share of the amount in hundredths' },
  { name: 'bps', value: 'NUMBER', about: 'A share of the amount in hundredths of a percent' },
  { name: 'fraction', value: 'NUMBER', about: 'A share of the amount between 0 and 1' },
  { name: 'fixed', value: 'AMOUNT', about: 'What is charged besides' },
  { name: 'min', value: 'AMOUNT', about: 'The least that the fee comes to' },
  { name: 'max', value: 'AMOUNT', about: 'The most that the fee comes to' },
  { name: 'fee-rounding', value: 'MODE', about: 'How the fee is rounded; halfUp by default', values: ROUNDINGS },
  { name: 'on-top', about: 'Add the fee to the amount instead of deducting it' },
  {
    name: 'amount-rounding',
    value: 'MODE',
    about: 'How an amount with more decimals than the currency is cut',
    values: ROUNDINGS,
  },
];

export const ROUNDING = {
  name: 'rounding',
  value: 'MODE',
  about: 'How what arrives is rounded; down by default',
  values: ROUNDINGS,
};

const PART = ['percent', 'bps', 'fraction', 'fixed', 'min', 'max'];

async function scheduleOf(options) {
  const given = PART.filter((name) => options[name] !== undefined);
  if (options.schedule) {
    const other = [...given, ...(options.onTop ? ['on-top'] : [])][0];
    if (other) throw new UsageError(`the argument '--schedule <FILE>' cannot be used with '--${other}'`);
    return jsonOf(options.schedule);
  }
  const shares = given.filter((name) => ['percent', 'bps', 'fraction'].includes(name));
  if (shares.length > 1) throw new UsageError(`the argument '--${shares[0]}' cannot be used with '--${shares[1]}'`);
  const part = {
    ...Object.fromEntries(given.map((name) => [name, options[name]])),
    name: 'fee',
    rounding: options.feeRounding ?? 'halfUp',
  };
  const schedule = { parts: given.length > 0 ? [part] : [], charge: options.onTop ? 'onTop' : 'deducted' };
  return options.amountRounding ? { ...schedule, amountRounding: options.amountRounding } : schedule;
}

/** Answers what a question has to say, or prints what is wrong with the question. */
function answered(ask, { options, style, out }) {
  try {
    return ask();
  } catch (error) {
    if (!error.findings?.length) throw error;
    if (options.json) out.write(`${JSON.stringify(error.findings)}\n`);
    else {
      for (const finding of error.findings) {
        const where = `${style.severity(finding.severity)} ${finding.code} at ${printable(finding.path)}`;
        out.write(`${where}: ${style.message(finding)}\n`);
      }
    }
    return undefined;
  }
}

const feeRows = ({ parts, fee, currency }) => [
  ...parts.map(({ name, amount, explanation }) => [`  ${printable(name)}`, amount, explanation]),
  ['fee', fee, currency],
];

export async function fees(context) {
  const { given, options, style, out } = context;
  const [amount, currency] = given;
  const { network, provider, decimals } = options;
  const request = { amount, currency, network, provider, schedule: await scheduleOf(options) };
  if (decimals !== undefined) {
    if (!/^\d+$/.test(decimals)) throw new UsageError(`invalid value '${decimals}' for '--decimals <NUMBER>'`);
    request.decimals = Number(decimals);
  }
  const found = answered(() => computeFees(request), context);
  if (found === undefined) return true;
  if (options.json) {
    out.write(`${JSON.stringify(found)}\n`);
    return false;
  }
  const net = ['net', found.net].map(style.bold);
  out.write(
    table(style, ['', 'amount', ''], [['gross', found.gross, found.currency], ...feeRows(found), [...net, '']], [1]),
  );
  return false;
}

export async function quote(context) {
  const { given, options, style, out } = context;
  const request = await quoteRequest(given, options);
  const found = answered(() => (options.target ? quoteForTarget(request) : quoteOf(request)), context);
  if (found === undefined) return true;
  const isWrong = found.verdict === 'invalid';
  if (options.json) {
    out.write(`${JSON.stringify(found)}\n`);
    return isWrong;
  }
  const arrives = ['arrives', found.destinationAmount].map(style.bold);
  const rows = [
    ['send', found.sourceAmount, found.sourceCurrency],
    ...feeRows({ ...found, currency: found.feeCurrency }),
    ['converted', found.convertedAmount, `at ${found.exchangeRate}`],
    [...arrives, found.destinationCurrency],
  ];
  out.write(table(style, ['', 'amount', ''], rows, [1]));
  const currency = found.destinationCurrency;
  if (found.arrivesBetween)
    out.write(`between ${found.arrivesBetween[0]} and ${found.arrivesBetween[1]} ${currency} arrive\n`);
  if (found.minimumDestinationAmount) out.write(`at least ${found.minimumDestinationAmount} ${currency} must arrive\n`);
  if (found.usableUntil) out.write(`usable until ${found.usableUntil}\n`);
  out.write(findingLines(found.findings, style));
  return isWrong;
}

async function quoteRequest(given, options) {
  if (options.request) return jsonOf(options.request);
  if (given.length < 3 || options.rate === undefined) {
    throw new UsageError('an amount, two currencies and --rate <NUMBER>, or --request <FILE>, are needed');
  }
  const [amount, sourceCurrency, destinationCurrency] = given;
  const { network: sourceNetwork, provider, rate, referenceRate, bearer, expiresAt } = options;
  const request = { amount, sourceCurrency, sourceNetwork, destinationCurrency, exchangeRate: rate, provider };
  Object.assign(request, { referenceRate, bearer, expiresAt, rounding: options.rounding ?? 'down' });
  request.schedule = await scheduleOf(options);
  if (options.feeInDestination) request.feeCurrency = 'destination';
  if (expiresAt) request.now = options.now ?? now();
  return request;
}
