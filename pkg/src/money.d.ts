import type { Finding } from './api.js';
import type { Rail, Verdict } from './types.js';

/** Decimal text, such as `1000.50`. Numbers are read from their digits; text is safer. */
export type Decimal = string | number;

/** How a sum is rounded to what the currency has. */
export type Rounding = 'halfEven' | 'halfUp' | 'halfDown' | 'up' | 'down' | 'ceiling' | 'floor';

/** One of three ways to say a share: 0.5 percent is `percent: '0.5'`, `fraction: '0.005'` and `bps: '50'`. */
export interface Share {
  percent?: Decimal;
  fraction?: Decimal;
  bps?: Decimal;
}

/** A step of a fee that depends on the amount. */
export interface FeeTier extends Share {
  /** The step ends at this amount; the last one has no end. */
  upTo?: Decimal;
  fixed?: Decimal;
}

/** One named part of a fee. With negative numbers alone it is a rebate. */
export interface FeePart extends Share {
  name: string;
  fixed?: Decimal;
  min?: Decimal;
  max?: Decimal;
  tiers?: FeeTier[];
  /** Whether each step takes its own part of the amount, or one step the whole; `marginal` by default. */
  tierMode?: 'marginal' | 'whole';
  /** Needed wherever there is a share or a rate. */
  rounding?: Rounding;
  /** What the share is of, where it is not the amount: `net`, what the parts before leave, or the name of a part before. */
  of?: string;
  /** The currency of `fixed`, where it is another; `rate` units of the schedule's for one of it. */
  currency?: string;
  rate?: Decimal;
  /** Who bears the part, where it is not as the schedule says. */
  charge?: 'deducted' | 'onTop';
  /** It is given back; its amount is answered with a minus. */
  rebate?: boolean;
}

/** A provider's fees as data. */
export interface FeeSchedule {
  parts: FeePart[];
  /** Whether fees are taken off the amount or come on top of it. */
  charge: 'deducted' | 'onTop';
  /** How an amount with more digits than the currency has is rounded; without it that is an error. */
  amountRounding?: Rounding;
  /** The most that all parts together come to; the last parts are lowered first. */
  max?: Decimal;
}

/** A rate in either direction, for one unit of `base`; a stable coin may be named by its currency. */
export interface ExchangeRate {
  base: string;
  quote: string;
  /** Or `bid` and `ask`. */
  value?: Decimal;
  bid?: Decimal;
  ask?: Decimal;
  /** What the provider takes of the rate, in hundredths of a percent. */
  markupBps?: Decimal;
}

/** Which decimals a currency or token has, where its code does not say it. */
export interface CurrencyContext {
  /** The network of a token: USDC has 6 decimals on most and 18 on some. */
  network?: string;
  /** A provider that counts the currency otherwise. */
  provider?: string;
  decimals?: number;
}

export interface FeeRequest extends CurrencyContext {
  amount: Decimal;
  currency: string;
  schedule: FeeSchedule;
}

/** A part of a fee, explained. */
export interface FeeLine {
  name: string;
  amount: string;
  explanation: string;
}

/** Fees. The parts add up to `fee`, `fee` and `net` to `gross`, always. */
export interface Fees {
  gross: string;
  fee: string;
  net: string;
  currency: string;
  parts: FeeLine[];
}

export interface QuoteRequest {
  /** What is sent where fees are deducted, what is converted where they are on top; what arrives in `quoteForTarget`. */
  amount: Decimal;
  sourceCurrency: string;
  destinationCurrency: string;
  /** Units of the destination for one unit of the source; or a rate in either direction. */
  exchangeRate: Decimal | ExchangeRate;
  /** A rate of the market: one that is more than three hundredths away from it is a warning. */
  referenceRate?: Decimal | ExchangeRate;
  /** How what arrives is rounded. */
  rounding: Rounding;
  schedule: FeeSchedule;
  feeCurrency?: 'source' | 'destination';
  sourceNetwork?: string;
  sourceDecimals?: number;
  destinationNetwork?: string;
  destinationDecimals?: number;
  provider?: string;
  /** When the provider's quote ends, RFC 3339. */
  expiresAt?: string;
  now?: string;
  /** How many seconds before its end a quote is no longer used. */
  skewSeconds?: number;
  slippage?: { type: 'percent' | 'amount' | 'fiat'; value: Decimal; currentRate?: Decimal };
  /** Who bears the charges of banks: SWIFT's codes or those of ISO 20022. */
  bearer?: 'OUR' | 'SHA' | 'BEN' | 'DEBT' | 'SHAR' | 'SLEV' | 'CRED';
  /** What banks on the way take of what arrives; without `max` the least that arrives is not known. */
  intermediaryFees?: { min?: Decimal; max?: Decimal };
  /** The provider's own numbers, to be reconciled with these. */
  reported?: {
    sourceAmount?: Decimal;
    destinationAmount?: Decimal;
    exchangeRate?: Decimal;
    fee?: Decimal;
    totalFee?: Decimal;
    remainder?: string;
    /** How many smallest units the provider's numbers may be away. */
    tolerance?: number;
  };
}

export interface Quote {
  verdict: Verdict;
  sourceCurrency: string;
  sourceAmount: string;
  convertedAmount: string;
  exchangeRate: string;
  /** The rate without the markup. */
  midRate?: string;
  destinationCurrency: string;
  /** What arrives: by the provider's own fee, where it was reported. */
  destinationAmount: string;
  /** The least and the most that arrives, where banks on the way may take fees. */
  arrivesBetween?: [string, string];
  fee: string;
  feeCurrency: string;
  parts: FeeLine[];
  minimumDestinationAmount?: string;
  /** Until when the quote may be used, RFC 3339. */
  usableUntil?: string;
  reconciliation?: { destinationAmount: string; fee: string; parts: FeeLine[] };
  findings: Finding[];
}

/** One limit. */
export interface Limit {
  name?: string;
  min?: Decimal;
  max?: Decimal;
  /** What all payments in the window may come to. */
  total?: Decimal;
  /** How many payments there may be in the window. */
  count?: number;
  /** The calendar in `zone`, a stretch before now (`rolling7d`, `rolling36h`), or all time. */
  window?:
    | 'hour'
    | 'day'
    | 'week'
    | 'month'
    | 'year'
    | 'lifetime'
    | 'rolling24h'
    | `rolling${number}h`
    | `rolling${number}d`;
  /** The zone that a day begins in, such as `Europe/Berlin`. */
  zone?: string;
  per?: 'all' | 'beneficiary' | 'provider' | 'user' | 'corridor' | 'rail';
  /** Amounts go up in steps of this. */
  step?: Decimal;
  /** The limit is for users of this tier. */
  tier?: string;
  /** The currency of `min`, `max`, `total` and `step`, where it is another one than the payment's; `rates` must have it. */
  currency?: string;
}

export interface LimitsRequest extends CurrencyContext {
  amount: Decimal;
  currency: string;
  /** RFC 3339. */
  now: string;
  limits: Limit[] | { minAmount?: Decimal; maxAmount?: Decimal; dailyLimit?: Decimal; zone?: string };
  /** The payments that were made. */
  history?: {
    amount: Decimal;
    at: string;
    currency?: string;
    beneficiary?: string;
    provider?: string;
    user?: string;
    corridor?: string;
    rail?: string;
  }[];
  beneficiary?: string;
  user?: string;
  corridor?: string;
  rail?: string;
  tier?: string;
  /** Payments and limits in other currencies count at these rates: units of `currency` for one of theirs. */
  rates?: Record<string, Decimal>;
}

/** The limits of a file: a request of `checkLimits` without the payment. `now` is needed with a `history`. */
export type FileLimits = Pick<LimitsRequest, 'limits' | 'history' | 'rates' | 'user' | 'corridor' | 'tier'> & {
  now?: string;
  provider?: string;
};

export interface LimitReport {
  verdict: Verdict;
  /** What can still be paid now. */
  headroom?: string;
  /** When the payment will be within its limits, if ever. */
  retryAt?: string;
  limits: {
    name: string;
    used: string;
    remaining?: string;
    usedCount: number;
    remainingCount?: number;
    freesUpAt?: string;
  }[];
  findings: Finding[];
}

export interface SettlementRequest {
  currency: string;
  /** When the payment is made, RFC 3339; may be left out with `arriveBy`. */
  at?: string;
  /** The name of a scheme is taken as a rail too. */
  rail?: Rail | Scheme;
  /** How it is cleared; every scheme of the rail that carries the payment where it is left out. */
  scheme?: Scheme;
  /** The network of a token. */
  network?: string;
  /** Not every scheme carries every amount. */
  amount?: Decimal;
  /** In any case; `coinut` counts in the business days of its document, `bridge` has cut-offs of its own. */
  provider?: string;
  /** When it should be there, RFC 3339; the answer's `sendBy` is the latest time to send. */
  arriveBy?: string;
  /** Days on which nothing is settled besides those of the calendars, such as `2027-01-26`. */
  holidays?: string[];
  /** Days on which money is settled after all. */
  open?: string[];
  /** Calendars of business days, joined by commas: TARGET, FED, UK, CA, AU, SG, IN, NP, KE, UG, TZ, NG, MX, BR, CO, PH, CH, HK, JP, AE. */
  calendar?: string;
  /** The cut-off by the clock, such as `15:00`. */
  cutoff?: string;
  zone?: string;
  minBusinessDays?: number;
  maxBusinessDays?: number;
}

/** A scheme of clearing; others may come. */
export type Scheme =
  | 'ach'
  | 'ach_same_day'
  | 'wire'
  | 'rtp'
  | 'fednow'
  | 'sepa'
  | 'sepa_instant'
  | 'fps'
  | 'bacs'
  | 'chaps'
  | 'eft'
  | 'interac'
  | 'npp'
  | 'becs'
  | 'fast'
  | 'giro'
  | 'meps'
  | 'imps'
  | 'neft'
  | 'rtgs'
  | 'upi'
  | 'nchl_ips'
  | (string & {});

/** When a payment arrives by one scheme. Dates are `2026-04-07`, by the clock of the scheme. */
export interface Way {
  scheme?: Scheme;
  /** Where every day is a business day there is none. */
  calendar?: string;
  cutoff?: { time: string; zone: string; at: string; missed: boolean };
  submitted?: string;
  processed?: string;
  earliest?: string;
  latest?: string;
  /** The first and the last point in time at which it is there, RFC 3339. */
  earliestAt?: string;
  latestAt?: string;
  /** The latest time to send, where `arriveBy` was given. */
  sendBy?: string;
  /** The largest payment. */
  maximum?: string;
  /** The scheme that carries what this one does not. */
  fallback?: Scheme;
  skipped: { date: string; reason: 'weekend' | 'holiday'; name?: string }[];
}

/** When a payment arrives: by one way, or from the first to the last of all. What is not known leaves the verdict undetermined. */
export interface Arrival extends Way {
  verdict: Verdict;
  currency: string;
  rail: Rail;
  /** Every scheme that carries the payment; left out where business days are counted. */
  schemes?: Way[];
  findings: Finding[];
}

export interface BusinessDayRequest {
  /** Calendars, joined by commas, such as `TARGET` or `UK,FED`. */
  calendar: string;
  /** Such as `2026-12-25`. */
  date: string;
  /** How many business days later; earlier where it is negative. */
  add?: number;
  /** Counts the business days after `date` until this one. */
  until?: string;
  holidays?: string[];
  open?: string[];
}

/** A day. What the calendar does not cover leaves the verdict undetermined. */
export interface BusinessDay {
  verdict: Verdict;
  date: string;
  isBusinessDay?: boolean;
  holiday?: string;
  added?: string;
  next?: string;
  previous?: string;
  following?: string;
  preceding?: string;
  modifiedFollowing?: string;
  modifiedPreceding?: string;
  businessDaysUntil?: number;
  findings: Finding[];
}

export interface AllocateRequest extends CurrencyContext {
  amount: Decimal;
  currency: string;
  /** Into so many equal shares; or by `weights`. */
  ways?: number;
  weights?: Decimal[];
}

export interface AmountRequest extends CurrencyContext {
  amount?: Decimal;
  /** An exact count of smallest units, instead of `amount`. */
  minorUnits?: Decimal;
  currency: string;
  /** How what can be paid in cash is rounded, to 0.05 francs or whole shillings. */
  cash?: Rounding;
}

export interface AmountReport {
  verdict: Verdict;
  currency: string;
  decimals: number;
  amount?: string;
  minorUnits?: string;
  /** What can be paid in cash, where `cash` was given. */
  cash?: string;
  findings: Finding[];
}

export interface AmountWordsRequest extends CurrencyContext {
  amount: Decimal;
  currency: string;
  /** `en`, `en-IN` (lakhs and crores) or `hi`; for rupees `en-IN` by default, else `en`. */
  locale?: string;
}

export interface AmountFormatRequest extends CurrencyContext {
  amount: Decimal;
  currency: string;
  /** A language, with or without a country, such as `de-CH`; for rupees `en-IN` by default, else `en`. */
  locale?: string;
  /** What stands for the currency: its code (the default), a symbol that no other has (`US$`, `€`), or nothing. */
  display?: 'code' | 'symbol' | 'none';
}

export interface AmountText {
  currency: string;
  /** With all decimals of the currency. */
  amount: string;
  text: string;
}

/**
 * The fees on an amount, each part explained.
 *
 * @example
 * computeFees({ amount: '100.00', currency: 'USD', schedule: {
 *   parts: [{ name: 'provider', percent: '2.9', fixed: '0.30', rounding: 'halfUp' }], charge: 'deducted' } });
 * // { gross: '100.00', fee: '3.20', net: '96.80', ... }
 * @throws {OfframpError} `INPUT_INVALID` with all `findings`
 */
export function computeFees(request: FeeRequest): Fees;

/** What arrives for a payment. @throws {OfframpError} `INPUT_INVALID` with all `findings` */
export function quote(request: QuoteRequest): Quote;

/** What must be sent so that something arrives. @throws {OfframpError} `INPUT_INVALID` with all `findings` */
export function quoteForTarget(request: QuoteRequest): Quote;

/** Whether a payment is within its limits, and when it will be. @throws {OfframpError} `INPUT_INVALID` with all `findings` */
export function checkLimits(request: LimitsRequest): LimitReport;

/** When a payment arrives: cut-offs, business days, holidays. @throws {OfframpError} `INPUT_INVALID` with all `findings` */
export function settlement(request: SettlementRequest): Arrival;

/** Whether a day is a business day, and which days are by the usual conventions. @throws {OfframpError} `INPUT_INVALID` with all `findings` */
export function businessDay(request: BusinessDayRequest): BusinessDay;

/** Splits an amount and loses nothing. @throws {OfframpError} `INPUT_INVALID` with all `findings` */
export function allocate(request: AllocateRequest): { currency: string; amounts: string[] };

/** Reads an amount. @throws {OfframpError} `INPUT_INVALID` where the currency is not known */
export function parseAmount(request: AmountRequest): AmountReport;

/**
 * Writes an amount with the signs and the grouping of a locale.
 *
 * @example
 * formatAmount({ amount: '1234567.5', currency: 'INR', display: 'symbol' }).text; // '₹12,34,567.50'
 * @throws {OfframpError} `INPUT_INVALID` with all `findings`
 */
export function formatAmount(request: AmountFormatRequest): AmountText;

/**
 * Writes an amount in words, in English or Hindi.
 *
 * @example
 * amountInWords({ amount: '123456.50', currency: 'INR' }).text;
 * // 'one lakh twenty-three thousand four hundred fifty-six rupees and fifty paise'
 * @throws {OfframpError} `INPUT_INVALID` with all `findings`
 */
export function amountInWords(request: AmountWordsRequest): AmountText;
