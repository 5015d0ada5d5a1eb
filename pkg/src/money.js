// The functions about money. Requests and answers cross as JSON text; fees by a schedule that was seen
// before cross through the buffer, five times as fast.

import { object } from './arguments.js';
import { call, feeLines, instance } from './runtime.js';

function ask(name, request) {
  const given = object(request, 'request');
  return JSON.parse(call((module) => module[name](given)));
}

export const quote = (request) => ask('quote', request);
export const quoteForTarget = (request) => ask('quoteForTarget', request);
export const checkLimits = (request) => ask('checkLimits', request);
export const settlement = (request) => ask('settlement', request);
export const businessDay = (request) => ask('businessDay', request);
export const allocate = (request) => ask('allocate', request);
export const parseAmount = (request) => ask('parseAmount', request);
export const formatAmount = (request) => ask('formatAmount', request);
export const amountInWords = (request) => ask('amountInWords', request);

/** Members of a part of a schedule that most have; what has others goes the long way. */
const MEMBERS = ['name', 'percent', 'fraction', 'bps', 'fixed', 'min', 'max', 'rounding', 'tierMode'];

/** The schedules that the module has kept, with all their values as they were then. */
const kept = new WeakMap();

export function computeFees(request) {
  return quickFees(request) ?? ask('computeFees', request);
}

/** The fees, where the request is as simple as most are: nothing but an amount, a currency and a schedule. */
function quickFees(request) {
  if (typeof request !== 'object' || request === null) return undefined;
  const { amount, currency, schedule } = request;
  if (typeof amount !== 'string' || typeof currency !== 'string') return undefined;
  if (typeof schedule !== 'object' || schedule === null || !hasThree(request)) return undefined;
  let plan = kept.get(schedule);
  if (plan === undefined || !isSame(plan, currency, schedule)) plan = keep(currency, schedule);
  if (plan === undefined) return undefined;
  const lines = feeLines(plan, amount);
  if (lines === undefined) {
    // the module has dropped the schedule for newer ones, or something is wrong with the amount
    kept.delete(schedule);
    return undefined;
  }
  return read(plan, lines);
}

function hasThree(request) {
  let count = 0;
  for (const _ in request) count++;
  return count === 3;
}

/** How many members have a value. */
function count(values) {
  let defined = 0;
  for (const name in values) if (values[name] !== undefined) defined++;
  return defined;
}

function isSame(plan, currency, schedule) {
  const { parts } = schedule;
  const { values } = plan;
  if (plan.currency !== currency || plan.charge !== schedule.charge || plan.amountRounding !== schedule.amountRounding)
    return false;
  if (plan.members !== count(schedule)) return false;
  if (!Array.isArray(parts) || parts.length !== plan.names.length) return false;
  let [at, index] = [0, 0];
  for (const part of parts) {
    if (part === null || typeof part !== 'object' || count(part) !== plan.counts[index++]) return false;
    for (const member of MEMBERS) {
      if (part[member] !== values[at++]) return false;
    }
  }
  return true;
}

function keep(currency, schedule) {
  if (!Array.isArray(schedule.parts)) return undefined;
  const [names, values, counts] = [[], [], []];
  for (const part of schedule.parts) {
    if (part === null || typeof part !== 'object') return undefined;
    let known = 0;
    for (const member of MEMBERS) {
      values.push(part[member]);
      if (part[member] !== undefined) known++;
    }
    if (count(part) !== known) return undefined;
    names.push(part.name);
    counts.push(known);
  }
  const { charge, amountRounding } = schedule;
  const members = count(schedule);
  if (members !== (amountRounding === undefined ? 2 : 3)) return undefined;
  try {
    const given = object({ currency, schedule }, 'request');
    const number = call((module) => module.feePlanOpen(given));
    const plan = { number, instance: instance(), currency, charge, amountRounding, names, values, counts, members };
    kept.set(schedule, plan);
    return plan;
  } catch {
    // the long way says what is wrong
    return undefined;
  }
}

function read(plan, text) {
  let start = 0;
  const line = () => {
    const from = start;
    start = text.indexOf('\n', from) + 1;
    return text.slice(from, start - 1);
  };
  const [gross, fee, net, parts] = [line(), line(), line(), []];
  for (const name of plan.names) parts.push({ name, amount: line(), explanation: line() });
  return { gross, fee, net, currency: plan.currency, parts };
}
