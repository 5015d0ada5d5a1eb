// A webhook delivery, verified step by step; the core has the last word.

import { OfframpError, verifyWebhook, type WebhookEvent } from '../core';
import { canSign } from '../pay/canonical';
import { codeBlock } from '../ui/copy';
import { fill, h, type Child } from '../ui/dom';
import { icon } from '../ui/icon';
import { readHeaders, SCHEMES, type Delivery, type Scheme } from './schemes';

const WINDOW = 300;

interface Step {
  title: string;
  good: boolean;
  text: Child;
}

export class WebhookPanel {
  readonly #scheme = h('select', { id: 'scheme', onchange: () => this.#show() }, SCHEMES.map(({ id, label }) => h('option', { value: id }, label)));
  readonly #secret = h('input', { id: 'webhook-secret', type: 'password', autocomplete: 'off', spellcheck: 'false', class: 'value', oninput: () => this.#show() });
  readonly #url = h('input', { id: 'webhook-url', type: 'text', autocomplete: 'off', spellcheck: 'false', class: 'value', oninput: () => this.#show() });
  readonly #urlField = h('div', { class: 'field' }, h('label', { for: 'webhook-url' }, 'Address it was received at'), this.#url);
  readonly #now = h('input', { id: 'webhook-now', type: 'text', autocomplete: 'off', spellcheck: 'false', class: 'value', oninput: () => this.#show() });
  readonly #headers = h('textarea', { id: 'webhook-headers', rows: 6, spellcheck: 'false', class: 'value', 'aria-describedby': 'webhook-headers-help', oninput: () => this.#show() });
  readonly #body = h('textarea', { id: 'webhook-body', rows: 5, spellcheck: 'false', class: 'value', 'aria-describedby': 'webhook-body-help', oninput: () => this.#show() });
  readonly #answer = h('div', { class: 'sticky' });
  readonly element: HTMLElement;
  #turn = 0;

  constructor() {
    this.#now.value = new Date().toISOString();
    this.element = h(
      'section',
      { class: 'card webhook', 'aria-labelledby': 'webhook-title' },
      h(
        'div',
        { class: 'card-head' },
        h('div', {}, h('h2', { id: 'webhook-title' }, 'Is this webhook genuine?'), h('p', { class: 'help' }, 'Paste a delivery and see its verification step by step. The secret is not kept.')),
        h('button', { type: 'button', class: 'small', onclick: () => void this.#example() }, 'Fill in a delivery'),
      ),
      h(
        'div',
        { class: 'columns even' },
        h(
          'div',
          { class: 'fields' },
          h('div', { class: 'corridor' }, h('div', { class: 'field' }, h('label', { for: 'scheme' }, 'Sender'), this.#scheme), h('div', { class: 'field' }, h('label', { for: 'webhook-secret' }, 'Secret'), this.#secret)),
          this.#urlField,
          h('div', { class: 'field' }, h('label', { for: 'webhook-headers' }, 'Headers'), this.#headers, h('p', { class: 'help', id: 'webhook-headers-help' }, 'A line each, or a JSON object.')),
          h('div', { class: 'field' }, h('label', { for: 'webhook-body' }, 'Body'), this.#body, h('p', { class: 'help', id: 'webhook-body-help' }, 'As it came in: one blank more or less changes the signature.')),
          h('div', { class: 'field' }, h('label', { for: 'webhook-now' }, 'Time of receipt'), this.#now),
        ),
        this.#answer,
      ),
    );
    this.#show();
  }

  get #chosen(): Scheme {
    return SCHEMES.find(({ id }) => id === this.#scheme.value) ?? (SCHEMES[0] as Scheme);
  }

  /** A delivery as the sender would make it now. */
  async #example(): Promise<void> {
    if (!canSign()) return;
    const scheme = this.#chosen;
    const seconds = String(Math.floor(Date.now() / 1000));
    const headers = new Map(scheme.headers.map((name) => [name.toLowerCase(), name.toLowerCase().endsWith('timestamp') ? seconds : 'msg_1']));
    const isStandard = scheme.settings.scheme === 'standard-webhooks';
    const body = scheme.provider === 'coinut' ? '{"event":"DEPOSIT_RECEIVED","data":{"id":"d1","amount":"100","currency":"USDT"}}' : scheme.provider === 'unigox' ? '{"event_id":"evt_1","event_type":"order.status.changed","created_at":"2026-02-01T12:00:05Z","data":{"order_id":"order_1","status":"crypto_received"}}' : '{"event":"payment.updated","data":{"id":"pay_1","status":"PROCESSING"}}';
    const delivery: Delivery = { url: 'https://app.example.com/webhooks', headers, body, secret: isStandard ? 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' : 'demo_secret' };
    headers.set(scheme.signature.toLowerCase(), await scheme.expected(delivery, await scheme.signed(delivery)));
    this.#url.value = delivery.url;
    this.#secret.value = delivery.secret;
    this.#body.value = body;
    this.#headers.value = scheme.headers.map((name) => `${name}: ${headers.get(name.toLowerCase()) ?? ''}`).join('\n');
    this.#now.value = new Date().toISOString();
    this.#show();
  }

  #show(): void {
    const scheme = this.#chosen;
    this.#urlField.hidden = !scheme.signsUrl;
    void this.#verify(scheme, { url: this.#url.value.trim(), headers: readHeaders(this.#headers.value), body: this.#body.value, secret: this.#secret.value }, ++this.#turn);
  }

  async #verify(scheme: Scheme, delivery: Delivery, turn: number): Promise<void> {
    if (delivery.headers.size === 0 && delivery.body === '') {
      fill(this.#answer, h('div', { class: 'verdict open' }, icon('open'), h('div', {}, h('h3', {}, 'Nothing to verify yet'), h('p', {}, 'Headers, body and secret are needed.'))));
      return;
    }
    let event: WebhookEvent | undefined;
    let refusal: OfframpError | undefined;
    try {
      const settings = { ...scheme.settings, secret: delivery.secret, ...(scheme.signsUrl ? { url: delivery.url } : {}) };
      event = verifyWebhook(scheme.provider, settings, Object.fromEntries(delivery.headers), delivery.body, { now: this.#now.value.trim() });
    } catch (error) {
      if (!(error instanceof OfframpError)) throw error;
      refusal = error;
    }
    const steps = await this.#steps(scheme, delivery);
    // another key was pressed meanwhile
    if (turn !== this.#turn) return;
    fill(
      this.#answer,
      h(
        'div',
        { class: `verdict ${event ? 'ok' : 'error'}`, role: 'status' },
        icon(event ? 'ok' : 'error'),
        h('div', {}, h('h3', {}, event ? 'Genuine' : 'Not to be trusted'), h('p', {}, event ? 'The secret signed exactly this delivery.' : `${refusal?.message ?? ''}.`, refusal ? [' ', h('code', { class: 'tag' }, refusal.code)] : null)),
      ),
      h('ol', { class: 'steps' }, steps.map(({ title, good, text }) => h('li', { class: good ? 'good' : 'bad' }, h('h4', {}, icon(good ? 'ok' : 'error'), title), text))),
      event ? this.#event(event) : null,
    );
  }

  async #steps(scheme: Scheme, delivery: Delivery): Promise<Step[]> {
    const missing = scheme.headers.filter((name) => !delivery.headers.get(name.toLowerCase()));
    const steps: Step[] = [{ title: 'The headers are there', good: missing.length === 0, text: h('p', {}, missing.length === 0 ? scheme.headers.join(', ') : `Missing: ${missing.join(', ')}`) }];
    if (scheme.timestamp) {
      const sent = Number(delivery.headers.get(scheme.timestamp.toLowerCase()) || Number.NaN);
      const age = Math.floor(Date.parse(this.#now.value) / 1000) - sent;
      const good = Math.abs(age) <= WINDOW;
      steps.push({ title: `It is at most ${WINDOW} seconds old`, good, text: h('p', {}, Number.isNaN(age) ? 'There is no time to tell by.' : age < 0 ? `It is ${-age} seconds ahead.` : `It is ${age} seconds old.`) });
    }
    if (delivery.secret === '' || !canSign()) {
      steps.push({ title: 'The signature is that of the secret', good: false, text: h('p', {}, delivery.secret === '' ? 'With an empty secret anybody could sign.' : 'This step can be shown on pages that came over HTTPS or from this machine only.') });
      return steps;
    }
    const signed = await scheme.signed(delivery);
    steps.push({ title: 'What was signed', good: true, text: [h('p', {}, scheme.rule), codeBlock(signed, 'What was signed')] });
    const given = delivery.headers.get(scheme.signature.toLowerCase()) ?? '';
    try {
      const expected = await scheme.expected(delivery, signed);
      // several signatures may stand there while a secret is being changed
      const isSame = given.split(' ').some((one) => one.toLowerCase() === expected.toLowerCase() || one === expected.replace('sha256=', ''));
      steps.push({ title: 'The signature is that of the secret', good: isSame, text: h('table', { class: 'lines' }, h('tbody', {}, h('tr', {}, h('th', { scope: 'row' }, 'Worked out'), h('td', { class: 'value' }, expected)), h('tr', {}, h('th', { scope: 'row' }, 'In the header'), h('td', { class: 'value' }, given || h('i', {}, 'none'))))) });
    } catch {
      steps.push({ title: 'The signature is that of the secret', good: false, text: h('p', {}, 'The secret is no Base64.') });
    }
    return steps;
  }

  #event({ event, known, id, order, status, rawStatus }: WebhookEvent): HTMLElement {
    const facts: [string, string | null | undefined][] = [
      ['Event', known ? event : `${event} (not in the document: acknowledge and ignore)`],
      ['Tells repeats apart', id],
      ['Order', order],
      ['Status', status && `${status}${rawStatus === undefined ? '' : ` (${rawStatus})`}`],
    ];
    return h('dl', { class: 'facts' }, facts.filter(([, value]) => value).map(([name, value]) => [h('dt', {}, name), h('dd', { class: 'value' }, value)]));
  }
}
