// Pay one: corridor, destination, verdict, request.

import { OfframpError, providers, type BankOptions, type Provider, type Rail } from '../core';
import { chosenIn, keepTyped, keptTyped, sharedIn, writeChoices } from '../ui/address';
import { codeTabs } from '../ui/copy';
import { fill, h } from '../ui/dom';
import { onLanguage } from '../ui/language';
import { shareMenu } from '../ui/share';
import { RAILS } from '../ui/words';
import { asCommand, asJavaScript, asRust, type Call } from './code';
import { countries, currencies, ruleOf, type Currency } from './corridors';
import { DestinationForm, type Judged } from './destination';
import { MoneyCard } from './money';
import { RequestPanel } from './request';
import { VerdictCard } from './verdict';

const PART = 'pay';

/** What a link or this tab's history says was typed. */
function restored(): Record<string, string> {
  try {
    return JSON.parse(sharedIn(PART) ?? keptTyped(PART) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

export function payPart(root: HTMLElement): void {
  let known = currencies();
  const verdict = new VerdictCard();
  const money = new MoneyCard();
  const request = new RequestPanel();
  const titles = new Map(providers().map(({ name, title }) => [name as string, title]));
  let currency = known.find(({ code }) => code === chosenIn(PART, 'currency')) ?? (known[0] as Currency);
  let rail: Rail = 'bank';
  let judged: Judged | undefined;

  const code = codeTabs('call', 'The same in code', [
    ['JavaScript', () => asJavaScript(call())],
    ['Rust', () => asRust(call())],
    ['Command', () => asCommand(call())],
  ]);

  function call(): Call {
    const options: Call['options'] = {};
    if (country.value !== '') options.country = country.value;
    if (currency.rails.length > 1) options.rail = rail;
    return { currency: currency.code, values: judged?.values ?? {}, options };
  }

  const form = new DestinationForm((now) => {
    judged = now;
    verdict.show(now, ruleOf(currency.code, rail, country.value), titles);
    money.show(currency.code, rail);
    request.show({ currency: currency.code, country: country.value || undefined, values: now.report.normalized });
    keepTyped(PART, Object.keys(now.values).length > 0 ? JSON.stringify(now.values) : '');
    code.refresh();
  });

  const chosen = h('select', { id: 'currency', onchange: () => choose(chosen.value) });
  const country = h('select', { id: 'country', onchange: () => rebuild() });
  const rails = h('div', { class: 'rails' });
  const notice = h('div', {});
  const example = h('button', { type: 'button', class: 'small', onclick: () => form.example() }, 'Fill in an example');

  function names(): void {
    known = currencies();
    currency = known.find(({ code: one }) => one === currency.code) ?? currency;
    fill(
      chosen,
      known.map(({ code: value, name }) =>
        h('option', { value, selected: value === currency.code }, `${value}, ${name}`),
      ),
    );
  }

  function choose(value: string, wanted: { country?: string | undefined; rail?: string | undefined } = {}): void {
    currency = known.find((one) => one.code === value) ?? currency;
    rail = currency.rails.find((one) => one === wanted.rail) ?? currency.rails[0] ?? 'bank';
    const only = currency.countries.length === 1;
    fill(
      country,
      only ? null : h('option', { value: '' }, 'Any country'),
      countries(currency).map(({ code: one, name }) =>
        h('option', { value: one, selected: one === wanted.country }, name),
      ),
    );
    country.disabled = currency.rails.includes('crypto');
    fill(
      rails,
      currency.rails.map((one) =>
        h(
          'label',
          { class: 'choice' },
          h('input', {
            type: 'radio',
            name: 'rail',
            value: one,
            checked: one === rail,
            onchange: () => {
              rail = one;
              rebuild();
            },
          }),
          h('span', {}, RAILS[one]),
        ),
      ),
    );
    rebuild();
  }

  function rebuild(): void {
    writeChoices(PART, {
      currency: currency.code,
      country: country.value,
      rail: currency.rails.length > 1 ? rail : '',
    });
    const options: BankOptions = { rail, providers: [...titles.keys()] as Provider[] };
    if (country.value !== '') options.country = country.value;
    fill(notice);
    try {
      form.show(currency.code, options);
    } catch (error) {
      if (!(error instanceof OfframpError)) throw error;
      const left = country.selectedOptions[0]?.textContent ?? '';
      fill(
        notice,
        h(
          'p',
          { class: 'notice', role: 'status' },
          `${currency.code} is not paid to ${left} this way, so far as the rules here go.`,
        ),
      );
      country.value = '';
      rebuild();
      return;
    }
    example.disabled = !form.hasExample;
  }

  fill(
    root,
    h(
      'div',
      { class: 'intro' },
      h('h1', {}, 'Can this payout arrive?'),
      h('p', {}, 'Choose where the money goes and fill in the account. Every field is checked as you type.'),
    ),
    h(
      'div',
      { class: 'columns' },
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'destination-title' },
        h(
          'div',
          { class: 'card-head' },
          h('h2', { id: 'destination-title' }, 'Destination'),
          h(
            'div',
            { class: 'row wrap' },
            example,
            h('button', { type: 'button', class: 'small quiet', onclick: () => form.clear() }, 'Clear'),
            shareMenu(PART, () => ({ typed: JSON.stringify(judged?.values ?? {}) })),
          ),
        ),
        h(
          'div',
          { class: 'corridor' },
          h('div', { class: 'field' }, h('label', { for: 'currency' }, 'Currency'), chosen),
          h('div', { class: 'field' }, h('label', { for: 'country' }, 'Country'), country),
          h('fieldset', { class: 'field' }, h('legend', {}, 'Rail'), rails),
        ),
        notice,
        form.element,
        verdict.dock,
      ),
      h('div', { class: 'aside' }, verdict.element, money.element),
    ),
    request.element,
    code.element,
  );
  form.restore(restored());
  names();
  choose(currency.code, { country: chosenIn(PART, 'country'), rail: chosenIn(PART, 'rail') });
  onLanguage(() => {
    names();
    choose(currency.code, { country: country.value, rail });
  });
}
