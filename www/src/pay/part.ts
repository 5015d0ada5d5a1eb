// Pay one: corridor, destination, verdict, request.

import type { BankOptions, Rail } from '../core';
import { fill, h } from '../ui/dom';
import { RAILS } from '../ui/words';
import { countries, currencies, type Currency } from './corridors';
import { DestinationForm } from './destination';
import { MoneyCard } from './money';
import { RequestPanel } from './request';
import { VerdictCard } from './verdict';

export function payPart(root: HTMLElement): void {
  const known = currencies();
  const verdict = new VerdictCard();
  const money = new MoneyCard();
  const request = new RequestPanel();
  let currency = known[0] as Currency;
  let rail: Rail = 'bank';

  const form = new DestinationForm((judged) => {
    verdict.show(judged);
    money.show(currency.code, rail);
    request.show({ currency: currency.code, country: country.value || undefined, values: judged.report.normalized });
  });

  const chosen = h('select', { id: 'currency', onchange: () => choose(chosen.value) }, known.map(({ code, name }) => h('option', { value: code }, `${code}, ${name}`)));
  const country = h('select', { id: 'country', onchange: () => rebuild() });
  const rails = h('div', { class: 'rails' });
  const example = h('button', { type: 'button', class: 'small', onclick: () => form.example() }, 'Fill in an example');

  function choose(code: string): void {
    currency = known.find((one) => one.code === code) ?? currency;
    rail = currency.rails[0] ?? 'bank';
    const only = currency.countries.length === 1;
    fill(country, only ? null : h('option', { value: '' }, 'Any country'), countries(currency).map(({ code: value, name }) => h('option', { value }, name)));
    country.disabled = currency.rails.includes('crypto');
    fill(
      rails,
      currency.rails.map((one) =>
        h('label', { class: 'choice' }, h('input', { type: 'radio', name: 'rail', value: one, checked: one === rail, onchange: () => ((rail = one), rebuild()) }), h('span', {}, RAILS[one])),
      ),
    );
    rebuild();
  }

  function rebuild(): void {
    const options: BankOptions = { rail };
    if (country.value !== '') options.country = country.value;
    form.show(currency.code, options);
    example.disabled = !form.hasExample;
  }

  fill(
    root,
    h('div', { class: 'intro' }, h('h1', {}, 'Can this payout arrive?'), h('p', {}, 'Choose where the money goes and fill in the account. Every field is checked as you type, and mistakes come with the value that was probably meant.')),
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
          h('div', { class: 'row' }, example, h('button', { type: 'button', class: 'small quiet', onclick: () => form.clear() }, 'Clear')),
        ),
        h(
          'div',
          { class: 'corridor' },
          h('div', { class: 'field' }, h('label', { for: 'currency' }, 'Currency'), chosen),
          h('div', { class: 'field' }, h('label', { for: 'country' }, 'Country'), country),
          h('fieldset', { class: 'field' }, h('legend', {}, 'Rail'), rails),
        ),
        form.element,
      ),
      h('div', { class: 'aside' }, verdict.element, money.element),
    ),
    request.element,
  );
  choose(currency.code);
}
