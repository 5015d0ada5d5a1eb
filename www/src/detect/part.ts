// What is this? Everything that a text could be, and why it is nothing else.

import { detect, validate, type Candidate, type Kind } from '../core';
import { fill, h } from '../ui/dom';
import { findingList } from '../ui/findings';
import { icon, type IconName } from '../ui/icon';
import { WebhookPanel } from '../webhook/panel';
import { KINDS, PARTS, VERDICTS } from '../ui/words';

const EXAMPLES = ['DE89 3704 0044 0532 0130 00', '021000021', 'COBADEFF', 'asha@okaxis', '+254712345678', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'DE8937040044O532013000'];

const ICONS: Record<string, IconName> = { valid: 'ok', invalid: 'error', undetermined: 'warning' };
const TONES: Record<string, string> = { valid: 'ok', invalid: 'error', undetermined: 'warning' };
const EVIDENCE: Record<Candidate['evidence'], string> = {
  checksum: 'Its check digits add up, as those of a random text rarely do.',
  shape: 'It has the shape of one; nothing in it can be added up to prove it.',
};
const OWN = new Set(['kind', 'normalized', 'formatted', 'masked']);

export function detectPart(root: HTMLElement): void {
  const answers = h('div', { class: 'answers' });
  const status = h('p', { class: 'sr', role: 'status' });
  const text = h('textarea', { id: 'text', rows: 2, class: 'value', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', 'aria-describedby': 'text-help', oninput: () => show() });

  function try_(example: string): void {
    text.value = example;
    show();
  }

  function show(): void {
    const given = text.value.trim();
    if (given === '') {
      status.textContent = '';
      fill(answers);
      return;
    }
    const found = detect(given);
    status.textContent = found.length === 0 ? 'It could be nothing that is known here.' : `It could be: ${found.map(({ kind }) => KINDS[kind]).join(', ')}.`;
    const kinds = new Set(found.map(({ kind }) => kind));
    fill(
      answers,
      found.length === 0
        ? h('div', { class: 'card' }, h('div', { class: 'verdict open' }, icon('open'), h('div', {}, h('h3', {}, 'Nothing that is known here'), h('p', {}, 'It has the shape of none of the identifiers. Below is what speaks against each.'))))
        : h('div', { class: 'candidates' }, found.map(card)),
      h('details', { class: 'card' }, h('summary', {}, icon('chevron'), h('h2', {}, 'What it is not, and why')), h('dl', { class: 'facts nots' }, (Object.keys(KINDS) as Kind[]).filter((kind) => !kinds.has(kind)).map((kind) => not(kind, given)))),
    );
  }

  fill(
    root,
    h('div', { class: 'intro' }, h('h1', {}, 'What is this?'), h('p', {}, 'Paste an account number, an address, a hash, anything. See what it could be, how it is read, and what is wrong with it.')),
    h(
      'section',
      { class: 'card', 'aria-label': 'Text' },
      h('div', { class: 'field' }, h('label', { for: 'text' }, 'Text'), text, h('p', { id: 'text-help', class: 'help' }, 'Blanks and hyphens do not matter.')),
      h('div', { class: 'row wrap', role: 'group', 'aria-label': 'Examples' }, EXAMPLES.map((example) => h('button', { type: 'button', class: 'small chip value', onclick: () => try_(example) }, example))),
    ),
    status,
    answers,
    new WebhookPanel().element,
  );
}

function card({ kind, line, verdict, evidence, value, findings }: Candidate): HTMLElement {
  const parts = Object.entries(value ?? {}).filter(([name]) => !OWN.has(name));
  return h(
    'section',
    { class: 'card candidate', 'data-kind': kind, 'aria-label': KINDS[kind] },
    h('div', { class: `verdict ${TONES[verdict]}` }, icon(ICONS[verdict] ?? 'open'), h('div', {}, h('h2', {}, line ? `Line ${line}: ${KINDS[kind]}` : KINDS[kind]), h('p', {}, VERDICTS[verdict], '. ', verdict === 'invalid' ? '' : EVIDENCE[evidence]))),
    findings.length > 0 ? findingList(findings) : null,
    value
      ? h(
          'dl',
          { class: 'facts' },
          [
            ['Electronic form', value.normalized],
            ['Paper form', value.formatted],
            ['May be shown as', value.masked],
          ].map(([name, text]) => [h('dt', {}, name), h('dd', { class: 'value' }, text)]),
          parts.map(([name, text]) => [h('dt', {}, PARTS[name] ?? name), h('dd', { class: 'value' }, String(text))]),
        )
      : null,
  );
}

function not(kind: Kind, text: string): Node[] {
  const { findings, verdict } = validate(kind, text);
  const worst = findings[0];
  return [h('dt', {}, KINDS[kind]), h('dd', {}, worst?.message ?? VERDICTS[verdict])];
}
