// The exact request of a provider: input, credentials, and what comes of them.

import {
  buildRequest,
  explainSignature,
  OfframpError,
  type BuiltRequest,
  type Finding,
  type SignatureSteps,
} from '../core';
import { chosenIn, keptObject, keepTyped, writeChoices } from '../ui/address';
import { codeBlock, tabbed } from '../ui/copy';
import { fill, fresh, h } from '../ui/dom';
import { findingList } from '../ui/findings';
import { icon } from '../ui/icon';
import { providers, type ProviderInfo } from './operations';
import { SchemaForm } from './schema-form';
import { computation, joint, partLabel } from './signature';
import { asCommand, asCurl, asFetch, asHttp, asPython, asRust } from './write';

/** What the request can take from the form above. */
export interface Destination {
  currency: string;
  country: string | undefined;
  values: Record<string, string>;
}

const VIEWS = [
  ['http', 'Request'],
  ['signature', 'Signature'],
  ['curl', 'curl'],
  ['fetch', 'fetch'],
  ['rust', 'Rust'],
  ['python', 'Python'],
  ['command', 'Command'],
] as const;

/** Names that operations have for what the form calls otherwise. */
const ALIASES: Record<string, string> = { accountNumber: 'accountNo' };

export class RequestPanel {
  readonly #provider: HTMLSelectElement;
  readonly #operation = h('select', { id: 'operation', onchange: () => this.#chooseOperation() });
  readonly #summary = h('p', { class: 'help value' });
  readonly #credentials = h('div', { class: 'fields compact' });
  readonly #form = new SchemaForm(() => {
    keepTyped('request', JSON.stringify({ ...this.#form.typed(), '': this.#place }));
    this.#build();
  });
  readonly #findings = h('div', { role: 'status' });
  readonly #output = h('div', { class: 'output' });
  readonly #panels: Record<string, HTMLElement>;
  readonly element: HTMLElement;
  readonly #providers = providers();
  #info = this.#providers[0] as ProviderInfo;
  #secrets = new Map<string, HTMLInputElement>();
  #destination: Destination = { currency: '', country: undefined, values: {} };
  #now = new Date();
  #nonce = crypto.randomUUID?.();

  constructor() {
    this.#provider = h(
      'select',
      { id: 'provider', onchange: () => this.#chooseProvider() },
      this.#providers.map(({ name, title }) => h('option', { value: name }, title)),
    );
    const { element, panels } = tabbed('view', 'Forms of the request', VIEWS);
    this.#panels = panels;
    fill(this.#output, element);
    this.element = h(
      'section',
      { class: 'card request', 'aria-labelledby': 'request-title' },
      h(
        'div',
        { class: 'card-head' },
        h(
          'div',
          {},
          h('h2', { id: 'request-title' }, 'The request'),
          h(
            'p',
            { class: 'help' },
            'Built and signed here, byte for byte as it would be sent. It is not sent, and secrets are kept nowhere.',
          ),
        ),
      ),
      h(
        'div',
        { class: 'columns even' },
        h(
          'div',
          {},
          h(
            'div',
            { class: 'corridor' },
            h('div', { class: 'field' }, h('label', { for: 'provider' }, 'Provider'), this.#provider),
            h('div', { class: 'field' }, h('label', { for: 'operation' }, 'Operation'), this.#operation),
          ),
          this.#summary,
          h('h3', {}, 'Credentials'),
          this.#credentials,
          h('h3', {}, 'Input'),
          this.#form.element,
        ),
        h('div', { class: 'sticky' }, this.#findings, this.#output),
      ),
    );
    this.#provider.value =
      this.#providers.find(({ name }) => name === chosenIn('pay', 'provider'))?.name ?? this.#provider.value;
    this.#chooseProvider(chosenIn('pay', 'operation'));
  }

  /** Takes over what the form above says. */
  show(destination: Destination): void {
    this.#destination = destination;
    this.#prefill();
    this.#build();
  }

  #chooseProvider(wanted?: string): void {
    this.#info = this.#providers.find(({ name }) => name === this.#provider.value) ?? this.#info;
    fill(
      this.#operation,
      this.#info.operations.map(({ name }) => h('option', { value: name, selected: name === wanted }, name)),
    );
    this.#secrets.clear();
    fill(
      this.#credentials,
      this.#info.credentials.map(({ name, label, secret, value }) => {
        const id = fresh('credential');
        const input = h('input', {
          id,
          type: secret ? 'password' : 'text',
          autocomplete: 'off',
          spellcheck: 'false',
          class: 'value',
          value,
          'data-credential': name,
          oninput: () => this.#build(),
        });
        this.#secrets.set(name, input);
        return h('div', { class: 'field' }, h('label', { for: id }, label), input);
      }),
    );
    this.#chooseOperation();
  }

  #chooseOperation(): void {
    const operation = this.#info.operations.find(({ name }) => name === this.#operation.value);
    if (!operation) return;
    const isFirst = this.#provider.selectedIndex === 0 && this.#operation.selectedIndex === 0;
    writeChoices(
      'pay',
      isFirst ? { provider: '', operation: '' } : { provider: this.#info.name, operation: operation.name },
    );
    this.#summary.textContent = `${operation.method} ${operation.path}: ${operation.summary}`;
    this.#form.show(operation.input);
    const kept = keptObject('request');
    if (kept[''] === this.#place) this.#form.restore(kept);
    this.#prefill();
    this.#build();
  }

  /** The operation that input belongs to. */
  get #place(): string {
    return `${this.#info.name} ${this.#operation.value}`;
  }

  #prefill(): void {
    const { currency, country, values } = this.#destination;
    const known: Record<string, string | undefined> = { ...values, currency, country, customerId: 'cust_abc123' };
    for (const [field, name] of Object.entries(ALIASES)) known[name] = values[field];
    this.#form.prefill(known);
  }

  #build(): void {
    const credentials: Record<string, string> = {};
    for (const [name, input] of this.#secrets) if (input.value !== '') credentials[name] = input.value;
    const context =
      this.#nonce === undefined
        ? { now: this.#now.toISOString() }
        : { now: this.#now.toISOString(), nonce: this.#nonce };
    let request: BuiltRequest;
    try {
      // all of it is chosen at run time: the core judges it
      request = buildRequest(
        this.#info.name,
        this.#operation.value as never,
        this.#form.value() as never,
        credentials as never,
        context,
      );
    } catch (error) {
      if (!(error instanceof OfframpError)) throw error;
      this.#refused(error);
      return;
    }
    this.#show(request, credentials);
  }

  #renew(): void {
    this.#now = new Date();
    this.#nonce = crypto.randomUUID?.();
    this.#build();
  }

  #refused(error: OfframpError): void {
    this.#output.hidden = true;
    const label = (finding: Finding) => finding.path.slice(1).replaceAll('/', '.') || undefined;
    const isOpen =
      error.findings?.every(
        (finding) => finding.code === 'FIELD_REQUIRED' || finding.code === 'FIELD_ONE_OF_REQUIRED',
      ) ?? false;
    fill(
      this.#findings,
      h(
        'div',
        { class: `verdict ${isOpen ? 'open' : 'error'}` },
        icon(isOpen ? 'open' : 'error'),
        h(
          'div',
          {},
          h('h3', {}, isOpen ? 'Input is missing' : 'No request is built'),
          h('p', {}, error.findings ? 'A request that the provider would refuse is not built.' : `${error.message}.`),
        ),
      ),
      error.findings ? findingList(error.findings, { label }) : null,
    );
  }

  #show(request: BuiltRequest, credentials: Record<string, string>): void {
    this.#output.hidden = false;
    const renew = h(
      'button',
      {
        type: 'button',
        class: 'small',
        onclick: () => this.#renew(),
      },
      'New time and nonce',
    );
    fill(
      this.#findings,
      h(
        'div',
        { class: 'verdict ok' },
        icon('ok'),
        h(
          'div',
          {},
          h('h3', {}, 'Ready to be sent'),
          h('p', {}, `For ${this.#now.toISOString().replace(/\.\d+Z$/, 'Z')}. `, renew),
        ),
      ),
      request.findings ? findingList(request.findings) : null,
    );
    const built = {
      provider: this.#info.name,
      operation: this.#operation.value,
      input: this.#form.value(),
      credentials: Object.keys(credentials).filter(
        (name) =>
          !this.#info.credentials.some((one) => one.name === name && one.hasDefault && one.value === credentials[name]),
      ),
      now: this.#now.toISOString(),
      nonce: this.#nonce,
    };
    const views: Record<string, [string, string]> = {
      http: [asHttp(request), 'HTTP request'],
      curl: [asCurl(request), 'curl command'],
      fetch: [asFetch(request), 'fetch call'],
      python: [asPython(request), 'Python script'],
      rust: [asRust(built), 'Rust'],
      command: [asCommand(built), 'Command'],
    };
    for (const [name, [text, label]] of Object.entries(views))
      fill(this.#panels[name] as HTMLElement, codeBlock(text, label));
    this.#sign(request, credentials);
  }

  #sign(request: BuiltRequest, credentials: Record<string, string>): void {
    const how = this.#info.signatures.request;
    const signed = how && explainSignature(this.#info.name, request, { secret: credentials[how.credential] ?? '' });
    fill(
      this.#panels.signature as HTMLElement,
      signed
        ? this.#steps(signed, request)
        : h('p', { class: 'help' }, 'Requests of this provider are not signed: a header authorises them.'),
    );
  }

  #steps(steps: SignatureSteps, request: BuiltRequest): HTMLElement {
    const { parts, stringToSign, signature, header } = steps;
    const agrees = request.headers[header] === signature;
    const row = ({ name, value }: { name: string; value: string }) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, partLabel(name)),
        h('td', { class: 'value' }, value === '' ? h('i', {}, 'empty') : value),
      );
    return h(
      'ol',
      { class: 'steps' },
      h(
        'li',
        {},
        h('h4', {}, `Take ${parts.length} parts`),
        h('table', { class: 'lines' }, h('tbody', {}, parts.map(row))),
      ),
      h('li', {}, h('h4', {}, joint(steps)), codeBlock(stringToSign, 'String to sign')),
      h('li', {}, h('h4', {}, computation(steps)), codeBlock(signature, 'Signature')),
      h(
        'li',
        { class: agrees ? 'good' : 'bad' },
        h('h4', {}, `Send it as ${header}`),
        h(
          'p',
          {},
          icon(agrees ? 'ok' : 'error'),
          agrees ? 'The same as in the request.' : 'Not the same as in the request.',
        ),
      ),
    );
  }
}
