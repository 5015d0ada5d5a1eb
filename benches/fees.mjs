// One call of computeFees from JavaScript against the same rule in decimal.js, interleaved in one process.
//
// usage: node benches/fees.mjs GLUE WASM DECIMAL, the paths of wasm-bindgen's web glue, of the module and of
// decimal.js; scripts/test-money builds all three.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [glueFile, wasmFile, decimalFile] = process.argv.slice(2);
const glue = await import(pathToFileURL(glueFile));
const exported = glue.initSync({ module: readFileSync(wasmFile) });
const { default: Decimal } = await import(pathToFileURL(decimalFile));

const scratch = glue.scratch();
let memory = new Uint8Array(exported.memory.buffer);

// Schedules that were opened, each with the values it was opened with: an object may have been changed since.
const FIELDS = ['name', 'percent', 'fraction', 'bps', 'fixed', 'min', 'max', 'rounding', 'tiers', 'tierMode'];
const opened = new WeakMap();

function open(request) {
  const { schedule, currency } = request;
  const names = [];
  const values = [];
  for (const part of schedule.parts) {
    names.push(part.name);
    // tiers are objects of their own, which could change unseen: such schedules take the long way
    if (part.tiers !== undefined) return undefined;
    for (const field of FIELDS) values.push(part[field]);
  }
  const { amount, ...rest } = request;
  const number = glue.feePlanOpen(JSON.stringify(rest));
  const plan = { number, currency, charge: schedule.charge, cut: schedule.amountRounding, names, values };
  opened.set(schedule, plan);
  return plan;
}

function isSame(plan, request) {
  const { schedule } = request;
  const { parts } = schedule;
  const { values } = plan;
  if (plan.currency !== request.currency || plan.charge !== schedule.charge) return false;
  if (plan.cut !== schedule.amountRounding || parts.length !== plan.names.length) return false;
  for (let index = 0, at = 0; index < parts.length; index++, at += 10) {
    const part = parts[index];
    if (
      part.name !== values[at] ||
      part.percent !== values[at + 1] ||
      part.fraction !== values[at + 2] ||
      part.bps !== values[at + 3] ||
      part.fixed !== values[at + 4] ||
      part.min !== values[at + 5] ||
      part.max !== values[at + 6] ||
      part.rounding !== values[at + 7] ||
      part.tiers !== values[at + 8] ||
      part.tierMode !== values[at + 9]
    ) {
      return false;
    }
  }
  return true;
}

function slow(request) {
  return JSON.parse(glue.computeFees(JSON.stringify(request)));
}

export function computeFees(request) {
  const { amount, schedule } = request;
  if (typeof amount !== 'string' || amount.length > 40 || request.network !== undefined) return slow(request);
  if (request.provider !== undefined || request.decimals !== undefined) return slow(request);
  let plan = opened.get(schedule);
  if (plan === undefined || !isSame(plan, request)) plan = open(request);
  if (plan === undefined) return slow(request);
  if (memory.length === 0) memory = new Uint8Array(exported.memory.buffer);
  const target = memory;
  for (let index = 0; index < amount.length; index++) {
    const unit = amount.charCodeAt(index);
    if (unit > 127) return slow(request);
    target[scratch + index] = unit;
  }
  const length = exported.feesScratch(plan.number, amount.length);
  if (length === 0) {
    opened.delete(schedule);
    return slow(request);
  }
  return read(plan, view(length));
}

const decoder = new TextDecoder();

/** Views of so many bytes of the buffer, made once each; they die when the memory grows. */
const views = [];

function view(length) {
  const made = views[length];
  if (made !== undefined && made.length === length) return made;
  return (views[length] = new Uint8Array(exported.memory.buffer, scratch, length));
}

function read(plan, lines) {
  const text = decoder.decode(lines);
  let end = text.indexOf('\n');
  const gross = text.slice(0, end);
  const fee = text.slice(end + 1, (end = text.indexOf('\n', end + 1)));
  const net = text.slice(end + 1, (end = text.indexOf('\n', end + 1)));
  const { names } = plan;
  const parts = [];
  for (let index = 0; index < names.length; index++) {
    const amount = text.slice(end + 1, (end = text.indexOf('\n', end + 1)));
    const explanation = text.slice(end + 1, (end = text.indexOf('\n', end + 1)));
    parts.push({ name: names[index], amount, explanation });
  }
  return { gross, fee, net, currency: plan.currency, parts };
}

// ---

const schedule = {
  parts: [{ name: 'provider', percent: '2.9', fixed: '0.30', rounding: 'halfUp' }],
  charge: 'deducted',
};
const requests = Array.from({ length: 1000 }, (_, index) => ({
  amount: ((index * 7919 + 1234) / 100).toFixed(2),
  currency: 'USD',
  schedule,
}));

function withDecimal({ amount }) {
  const gross = new Decimal(amount);
  const exact = gross.times('2.9').div(100).plus('0.30');
  const fee = exact.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const net = gross.minus(fee);
  const text = fee.toFixed(2);
  const explanation = `2.9% of ${gross.toFixed(2)} + 0.30 = ${exact.toString()}`;
  return {
    gross: gross.toFixed(2),
    fee: text,
    net: net.toFixed(2),
    currency: 'USD',
    parts: [{ name: 'provider', amount: text, explanation }],
  };
}

function withDecimalBare({ amount }) {
  const gross = new Decimal(amount);
  const fee = gross.times('2.9').div(100).plus('0.30').toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return { fee: fee.toFixed(2), net: gross.minus(fee).toFixed(2) };
}

for (const request of requests) {
  const [fast, long, other] = [computeFees(request), slow(request), withDecimal(request)];
  if (JSON.stringify(fast) !== JSON.stringify(long) || fast.fee !== other.fee || fast.net !== other.net) {
    throw new Error(`${JSON.stringify(fast)} ${JSON.stringify(long)} ${JSON.stringify(other)}`);
  }
}

const contenders = { 'computeFees': computeFees, 'computeFees by JSON': slow, 'decimal.js, the same answer': withDecimal, 'decimal.js, fee and net': withDecimalBare };
const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
let sink = 0;
for (let round = 0; round < 41; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < 20; turn++) for (const request of requests) sink += run(request).fee.length;
    times[name].push(Number(process.hrtime.bigint() - start) / 20_000);
  }
}
const median = (name) => times[name].sort((a, b) => a - b)[20];
const ours = median('computeFees');
for (const name of Object.keys(contenders)) console.log(`${name}: ${median(name).toFixed(0)} ns, ${(median(name) / ours).toFixed(1)}x`);
if (sink === 0) throw new Error('nothing was computed');
