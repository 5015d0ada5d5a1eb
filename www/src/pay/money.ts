// Beside the form: what an amount costs, whether it keeps the limits, when it arrives.

import {
  checkLimits,
  computeFees,
  OfframpError,
  settlement,
  type Arrival,
  type FeePart,
  type Finding,
  type Rail,
} from '../core';
import { keepTyped, keptObject } from '../ui/address';
import { fill, fresh, h, type Child } from '../ui/dom';
import { findingList } from '../ui/findings';
import { count, grouped, schemeName } from '../ui/words';

/** Days as people say them. */
function day(date: string, withYear = true): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(withYear ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}

export class MoneyCard {
  readonly #fields = new Map<string, HTMLInputElement>();
  readonly #answer = h('div', { class: 'money-answer', role: 'status' });
  readonly element: HTMLElement;
  #currency = '';
  #rail: Rail = 'bank';

  constructor() {
    const kept = keptObject('money');
    const field = (name: string, label: string, usual: string) => {
      const value = kept[name] ?? usual;
      const id = fresh('money');
      const input = h('input', {
        id,
        type: 'text',
        inputmode: 'decimal',
        autocomplete: 'off',
        value,
        'data-money': name,
        oninput: () => this.#typed(),
      });
      this.#fields.set(name, input);
      return h('div', { class: 'field' }, h('label', { for: id }, label), input);
    };
    this.element = h(
      'section',
      { class: 'card', 'aria-labelledby': 'money-title' },
      h('h2', { id: 'money-title' }, 'Fees, limits, arrival'),
      h(
        'div',
        { class: 'corridor pairs' },
        field('amount', 'Amount', '1000'),
        field('percent', 'Fee, in percent', '0.5'),
        field('fixed', 'Fixed fee', '1'),
        field('most', 'Limit per payment', '10000'),
      ),
      this.#answer,
    );
  }

  show(currency: string, rail: Rail): void {
    if (currency === this.#currency && rail === this.#rail) return;
    this.#currency = currency;
    this.#rail = rail;
    this.#work();
  }

  #typed(): void {
    keepTyped('money', JSON.stringify(Object.fromEntries([...this.#fields].map(([name, { value }]) => [name, value]))));
    this.#work();
  }

  #work(): void {
    const text = (name: string) => this.#fields.get(name)?.value.trim() ?? '';
    const [amount, percent, fixed, most] = [text('amount'), text('percent'), text('fixed'), text('most')];
    const currency = this.#currency;
    if (amount === '') {
      fill(this.#answer, h('p', { class: 'help' }, 'Type an amount.'));
      return;
    }
    const now = new Date().toISOString();
    const parts: FeePart[] = [];
    if (percent !== '') parts.push({ name: 'percentage', percent, rounding: 'halfUp' });
    if (fixed !== '') parts.push({ name: 'fixed', fixed });
    fill(
      this.#answer,
      attempt(() => {
        const fees = computeFees({ amount, currency, schedule: { parts, charge: 'deducted' } });
        return h(
          'dl',
          { class: 'facts' },
          h('dt', {}, 'Sent'),
          h('dd', { class: 'number' }, `${grouped(fees.gross)} ${currency}`),
          fees.parts.map((part) => [
            h('dt', {}, `Fee, ${part.name}`),
            h('dd', { class: 'number' }, `− ${grouped(part.amount)}`, h('small', {}, part.explanation)),
          ]),
          h('dt', { class: 'sum' }, 'Arrives'),
          h('dd', { class: 'number sum' }, `${grouped(fees.net)} ${currency}`),
        );
      }),
      attempt(() => {
        const limits = checkLimits({ amount, currency, now, limits: most === '' ? {} : { maxAmount: most } });
        return limits.findings.length > 0 ? findingList(limits.findings) : null;
      }),
      attempt(() => this.#arrival(settlement({ currency, rail: this.#rail, at: now }))),
    );
  }

  #arrival({ cutoff, processed, earliest, latest, schemes = [], skipped = [], findings }: Arrival): Child {
    const notes = findings.filter((finding) => finding.severity !== 'error');
    if (latest === undefined) return findingList(findings);
    // where several schemes may carry the payment, each has a cut-off of its own
    const cutoffs = cutoff
      ? [{ label: 'Cut-off', cutoff }]
      : schemes.flatMap(({ scheme = '', cutoff }) =>
          cutoff ? [{ label: `Cut-off, ${schemeName(scheme)}`, cutoff }] : [],
        );
    return [
      h(
        'dl',
        { class: 'facts' },
        h('dt', {}, 'Sent now, it arrives'),
        h('dd', {}, earliest === undefined || earliest === latest ? day(latest) : `${day(earliest)} to ${day(latest)}`),
        processed ? [h('dt', {}, 'Processed'), h('dd', {}, day(processed))] : null,
        cutoffs.map(({ label, cutoff: { time, zone, missed } }) => [
          h('dt', {}, label),
          h('dd', {}, `${time}, ${zone}: ${missed ? 'passed' : 'not yet passed'}`),
        ]),
        skipped.length > 0
          ? [
              h('dt', {}, 'Skipped'),
              h(
                'dd',
                {},
                count(skipped.length, 'day'),
                ': ',
                skipped.map(({ date, reason, name }) => `${day(date, false)} (${name ?? reason})`).join(', '),
              ),
            ]
          : null,
      ),
      notes.length > 0 ? findingList(notes) : null,
    ];
  }
}

/** What there is to show, or why there is nothing. */
function attempt(show: () => Child): Child {
  try {
    return show();
  } catch (error) {
    if (!(error instanceof OfframpError)) throw error;
    const findings: Finding[] = error.findings ?? [];
    return findings.length > 0 ? findingList(findings) : h('p', { class: 'help' }, `${error.message}.`);
  }
}
