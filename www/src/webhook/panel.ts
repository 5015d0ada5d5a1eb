// A webhook delivery, verified step by step; the core has the last word.

import {
  explainSignature,
  OfframpError,
  signWebhook,
  verifyWebhook,
  type SignatureSteps,
  type WebhookEvent,
} from '../core';
import { joint, partLabel } from '../pay/signature';
import { codeBlock } from '../ui/copy';
import { keepTyped, keptObject } from '../ui/address';
import { fill, h, type Child } from '../ui/dom';
import { icon } from '../ui/icon';
import { sentence } from '../ui/words';
import { readHeaders, schemes, type Delivery, type Scheme } from './schemes';

interface Step {
  title: string;
  good: boolean;
  text: Child;
}

export class WebhookPanel {
  readonly #schemes = schemes();
  readonly #scheme = h(
    'select',
    { id: 'scheme', onchange: () => this.#show() },
    this.#schemes.map(({ id, label }) => h('option', { value: id }, label)),
  );
  readonly #secret = h('input', {
    id: 'webhook-secret',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    class: 'value',
    oninput: () => this.#show(),
  });
  readonly #url = h('input', {
    id: 'webhook-url',
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    class: 'value',
    oninput: () => this.#show(),
  });
  readonly #urlField = h(
    'div',
    { class: 'field' },
    h('label', { for: 'webhook-url' }, 'Address it was received at'),
    this.#url,
  );
  readonly #now = h('input', {
    id: 'webhook-now',
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    class: 'value',
    oninput: () => this.#show(),
  });
  readonly #headers = h('textarea', {
    id: 'webhook-headers',
    rows: 6,
    spellcheck: 'false',
    class: 'value',
    'aria-describedby': 'webhook-headers-help',
    oninput: () => this.#show(),
  });
  readonly #body = h('textarea', {
    id: 'webhook-body',
    rows: 5,
    spellcheck: 'false',
    class: 'value',
    'aria-describedby': 'webhook-body-help',
    oninput: () => this.#show(),
  });
  readonly #answer = h('div', { class: 'sticky' });
  readonly element: HTMLElement;

  constructor() {
    const kept = keptObject('webhook');
    this.#scheme.value = this.#schemes.find(({ id }) => id === kept.scheme)?.id ?? this.#scheme.value;
    this.#url.value = kept.url ?? '';
    this.#headers.value = kept.headers ?? '';
    this.#body.value = kept.body ?? '';
    this.#now.value = kept.now ?? new Date().toISOString();
    this.element = h(
      'section',
      { class: 'card webhook', 'aria-labelledby': 'webhook-title' },
      h(
        'div',
        { class: 'card-head' },
        h(
          'div',
          {},
          h('h2', { id: 'webhook-title' }, 'Is this webhook genuine?'),
          h('p', { class: 'help' }, 'Paste a delivery and see its verification step by step. The secret is not kept.'),
        ),
        h('button', { type: 'button', class: 'small', onclick: () => this.#example() }, 'Fill in a delivery'),
      ),
      h(
        'div',
        { class: 'columns even' },
        h(
          'div',
          { class: 'fields' },
          h(
            'div',
            { class: 'corridor' },
            h('div', { class: 'field' }, h('label', { for: 'scheme' }, 'Sender'), this.#scheme),
            h('div', { class: 'field' }, h('label', { for: 'webhook-secret' }, 'Secret'), this.#secret),
          ),
          this.#urlField,
          h(
            'div',
            { class: 'field' },
            h('label', { for: 'webhook-headers' }, 'Headers'),
            this.#headers,
            h('p', { class: 'help', id: 'webhook-headers-help' }, 'A line each, or a JSON object.'),
          ),
          h(
            'div',
            { class: 'field' },
            h('label', { for: 'webhook-body' }, 'Body'),
            this.#body,
            h(
              'p',
              { class: 'help', id: 'webhook-body-help' },
              'As it came in: one blank more or less changes the signature.',
            ),
          ),
          h('div', { class: 'field' }, h('label', { for: 'webhook-now' }, 'Time of receipt'), this.#now),
        ),
        this.#answer,
      ),
    );
    this.#show();
  }

  get #chosen(): Scheme {
    return this.#schemes.find(({ id }) => id === this.#scheme.value) ?? (this.#schemes[0] as Scheme);
  }

  /** A delivery as the sender would make it now. */
  #example(): void {
    const { provider, settings, headers, example, exampleSecret } = this.#chosen;
    const [url, now] = ['https://app.example.com/webhooks', new Date().toISOString()];
    const signed = signWebhook(provider, { ...settings, secret: exampleSecret, url }, example, { now, nonce: 'msg_1' });
    this.#url.value = url;
    this.#secret.value = exampleSecret;
    this.#body.value = example;
    this.#headers.value = headers.map((name) => `${name}: ${signed[name] ?? ''}`).join('\n');
    this.#now.value = now;
    this.#show();
  }

  #show(): void {
    const scheme = this.#chosen;
    this.#urlField.hidden = !scheme.signsUrl;
    // the secret is kept nowhere
    const typed = {
      scheme: scheme.id,
      url: this.#url.value,
      headers: this.#headers.value,
      body: this.#body.value,
      now: this.#now.value,
    };
    keepTyped('webhook', typed.headers === '' && typed.body === '' ? '' : JSON.stringify(typed));
    this.#verify(scheme, {
      url: this.#url.value.trim(),
      headers: readHeaders(this.#headers.value),
      body: this.#body.value,
      secret: this.#secret.value,
    });
  }

  #verify(scheme: Scheme, delivery: Delivery): void {
    if (delivery.headers.size === 0 && delivery.body === '') {
      fill(
        this.#answer,
        h(
          'div',
          { class: 'verdict open' },
          icon('open'),
          h('div', {}, h('h3', {}, 'Nothing to verify yet'), h('p', {}, 'Headers, body and secret are needed.')),
        ),
      );
      return;
    }
    let event: WebhookEvent | undefined;
    let refusal: OfframpError | undefined;
    try {
      const settings = {
        ...scheme.settings,
        secret: delivery.secret,
        ...(scheme.signsUrl ? { url: delivery.url } : {}),
      };
      event = verifyWebhook(scheme.provider, settings, Object.fromEntries(delivery.headers), delivery.body, {
        now: this.#now.value.trim(),
      });
    } catch (error) {
      if (!(error instanceof OfframpError)) throw error;
      refusal = error;
    }
    const steps = this.#steps(scheme, delivery);
    fill(
      this.#answer,
      h(
        'div',
        { class: `verdict ${event ? 'ok' : 'error'}`, role: 'status' },
        icon(event ? 'ok' : 'error'),
        h(
          'div',
          {},
          h('h3', {}, event ? 'Genuine' : 'Not to be trusted'),
          h(
            'p',
            {},
            event ? 'The secret signed exactly this delivery.' : `${sentence(refusal?.message ?? '')}.`,
            refusal ? [' ', h('code', { class: 'tag' }, refusal.code)] : null,
          ),
        ),
      ),
      h(
        'ol',
        { class: 'steps' },
        steps.map(({ title, good, text }) =>
          h('li', { class: good ? 'good' : 'bad' }, h('h4', {}, icon(good ? 'ok' : 'error'), title), text),
        ),
      ),
      event ? this.#event(event) : null,
    );
  }

  #steps(scheme: Scheme, delivery: Delivery): Step[] {
    const { header, timestampHeader, windowSeconds = 0 } = scheme.signature;
    const given = (name: string) => delivery.headers.get(name.toLowerCase()) ?? '';
    const missing = scheme.headers.filter((name) => given(name) === '');
    const steps: Step[] = [
      {
        title: 'The headers are there',
        good: missing.length === 0,
        text: h('p', {}, missing.length === 0 ? scheme.headers.join(', ') : `Missing: ${missing.join(', ')}`),
      },
    ];
    if (timestampHeader) {
      const age = Math.floor(Date.parse(this.#now.value) / 1000) - Number(given(timestampHeader) || Number.NaN);
      const text = Number.isNaN(age)
        ? 'There is no time to tell by.'
        : age < 0
          ? `It is ${-age} seconds ahead.`
          : `It is ${age} seconds old.`;
      steps.push({
        title: `It is at most ${windowSeconds} seconds old`,
        good: Math.abs(age) <= windowSeconds,
        text: h('p', {}, text),
      });
    }
    let explained: SignatureSteps | null;
    try {
      const settings = { ...scheme.settings, secret: delivery.secret };
      explained = explainSignature(
        scheme.provider,
        { url: delivery.url, headers: Object.fromEntries(delivery.headers), body: delivery.body },
        settings,
      );
    } catch (error) {
      if (!(error instanceof OfframpError)) throw error;
      const text = delivery.secret === '' ? 'With an empty secret anybody could sign.' : `${sentence(error.message)}.`;
      return [...steps, { title: 'The signature is that of the secret', good: false, text: h('p', {}, text) }];
    }
    if (!explained) return steps;
    const rule = `${explained.parts.map(({ name }) => partLabel(name)).join(', ')}. ${joint(explained)}`;
    steps.push({
      title: 'What was signed',
      good: true,
      text: [h('p', {}, rule), codeBlock(explained.stringToSign, 'What was signed')],
    });
    steps.push(this.#comparison(explained, given(header)));
    return steps;
  }

  #comparison({ signature, prefix = '' }: SignatureSteps, given: string): Step {
    // several signatures may stand there while a secret is being changed
    const isSame = given.split(' ').some((one) => one === signature || one === prefix + signature);
    const row = (name: string, value: Child) =>
      h('tr', {}, h('th', { scope: 'row' }, name), h('td', { class: 'value' }, value));
    return {
      title: 'The signature is that of the secret',
      good: isSame,
      text: h(
        'table',
        { class: 'lines' },
        h('tbody', {}, row('Worked out', signature), row('In the header', given || h('i', {}, 'none'))),
      ),
    };
  }

  #event({ event, known, id, order, status, rawStatus }: WebhookEvent): HTMLElement {
    const facts: [string, string | null | undefined][] = [
      ['Event', known ? event : `${event} (not in the document: acknowledge and ignore)`],
      ['Tells repeats apart', id],
      ['Order', order],
      ['Status', status && `${status}${rawStatus === undefined ? '' : ` (${rawStatus})`}`],
    ];
    return h(
      'dl',
      { class: 'facts' },
      facts
        .filter(([, value]) => value)
        .map(([name, value]) => [h('dt', {}, name), h('dd', { class: 'value' }, value)]),
    );
  }
}
