// What is this? Everything that a text could be, and why it is nothing else.

import { detect, validate, type Candidate, type Kind } from '../core';
import { fill, h } from '../ui/dom';
import { keepTyped, keptTyped, sharedIn } from '../ui/address';
import { codeTabs } from '../ui/copy';
import { findingList } from '../ui/findings';
import { icon, type IconName } from '../ui/icon';
import { onLanguage, sayOf } from '../ui/language';
import { partsOf } from '../ui/parts';
import { shareMenu } from '../ui/share';
import { quoted } from '../pay/write';
import { WebhookPanel } from '../webhook/panel';
import { KINDS, VERDICTS } from '../ui/words';

const EXAMPLES = [
  'DE89 3704 0044 0532 0130 00',
  '021000021',
  'COBADEFF',
  'asha@okaxis',
  '+254712345678',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  'DE8937040044O532013000',
  'upi://pay?pa=asha@okaxis&pn=Asha&am=10.00&cu=INR',
];

const ICONS: Record<string, IconName> = { valid: 'ok', invalid: 'error', undetermined: 'warning' };
const TONES: Record<string, string> = { valid: 'ok', invalid: 'error', undetermined: 'warning' };
const EVIDENCE: Record<Candidate['evidence'], string> = {
  checksum: 'Its check digits add up, as those of a random text rarely do.',
  shape: 'It has the shape of one; nothing in it can be added up to prove it.',
};

export function detectPart(root: HTMLElement): void {
  const answers = h('div', { class: 'answers' });
  const status = h('p', { class: 'sr', role: 'status' });
  const text = h('textarea', {
    id: 'text',
    rows: 2,
    class: 'value',
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-describedby': 'text-help',
    oninput: () => show(),
  });

  function try_(example: string): void {
    text.value = example;
    show();
  }

  /** Takes a corrected value over, in its line where there are several. */
  function accept({ line }: Candidate, corrected: string): void {
    const lines = text.value.split('\n');
    if (line === undefined) text.value = corrected;
    else text.value = lines.with(line - 1, corrected).join('\n');
    show();
    text.focus();
  }

  const code = codeTabs('asked', 'The same in code', [
    [
      'JavaScript',
      () =>
        `import { detect } from 'offramp-core'; // npm install offramp-core\n\ndetect(${JSON.stringify(text.value)}); // the likeliest first`,
    ],
    ['Rust', () => `let candidates = offramp_core::api::detect(${JSON.stringify(text.value)}); // the likeliest first`],
    ['Command', () => `offramp detect ${quoted(text.value)}`],
  ]);

  function show(): void {
    const given = text.value.trim();
    keepTyped('what', text.value);
    code.refresh();
    if (given === '') {
      status.textContent = '';
      fill(answers);
      return;
    }
    const found = detect(given);
    status.textContent =
      found.length === 0
        ? 'It could be nothing that is known here.'
        : `It could be: ${found.map(({ kind }) => KINDS[kind]).join(', ')}.`;
    const kinds = new Set(found.map(({ kind }) => kind));
    const isOne = found.every(({ line }) => line === undefined);
    const cardOf = (one: Candidate) => card(one, (corrected) => accept(one, corrected));
    const cards = isOne
      ? found.map(cardOf)
      : text.value.split('\n').map((line, at) => {
          const those = found.filter((one) => one.line === at + 1);
          return those.length > 0 || line.trim() === '' ? those.map(cardOf) : nothing(at + 1, line.trim());
        });
    fill(
      answers,
      found.length === 0
        ? h(
            'div',
            { class: 'card' },
            h(
              'div',
              { class: 'verdict open' },
              icon('open'),
              h(
                'div',
                {},
                h('h3', {}, 'Nothing that is known here'),
                h('p', {}, 'It has the shape of none of the identifiers. Below is what speaks against each.'),
              ),
            ),
          )
        : h('div', { class: 'candidates' }, cards),
      isOne &&
        h(
          'details',
          { class: 'card' },
          h('summary', {}, icon('chevron'), h('h2', {}, 'What it is not, and why')),
          h(
            'dl',
            { class: 'facts nots' },
            (Object.keys(KINDS) as Kind[]).filter((kind) => !kinds.has(kind)).map((kind) => not(kind, given)),
          ),
        ),
    );
  }

  fill(
    root,
    h(
      'div',
      { class: 'intro' },
      h('h1', {}, 'What is this?'),
      h('p', {}, 'Paste an account number, an address, a hash, anything, and see what it could be.'),
    ),
    h(
      'section',
      { class: 'card', 'aria-label': 'Text' },
      h(
        'div',
        { class: 'card-head' },
        h('label', { for: 'text' }, 'Text'),
        shareMenu('what', () => ({ typed: text.value })),
      ),
      h(
        'div',
        { class: 'field' },
        text,
        h(
          'p',
          { id: 'text-help', class: 'help' },
          'Blanks and hyphens do not matter; several lines are several values; the text of a QR code or a payment link will do.',
        ),
      ),
      h(
        'div',
        { class: 'row wrap', role: 'group', 'aria-label': 'Examples' },
        EXAMPLES.map((example) =>
          h('button', { type: 'button', class: 'small chip value', onclick: () => try_(example) }, example),
        ),
      ),
    ),
    status,
    answers,
    code.element,
    new WebhookPanel().element,
  );
  text.value = sharedIn('what') ?? keptTyped('what') ?? '';
  if (text.value !== '') show();
  onLanguage(show);
}

function card(
  { kind, line, verdict, evidence, value, findings }: Candidate,
  accept: (corrected: string) => void,
): HTMLElement {
  return h(
    'section',
    { class: 'card candidate', 'data-kind': kind, 'aria-label': KINDS[kind] },
    h(
      'div',
      { class: `verdict ${TONES[verdict]}` },
      icon(ICONS[verdict] ?? 'open'),
      h(
        'div',
        {},
        h('h2', {}, line ? `Line ${line}: ${KINDS[kind]}` : KINDS[kind]),
        h('p', {}, VERDICTS[verdict], '. ', verdict === 'invalid' ? '' : EVIDENCE[evidence]),
      ),
    ),
    findings.length > 0 ? findingList(findings, { accept: (_, corrected) => accept(corrected) }) : null,
    value ? h('p', { class: 'reading' }, partsOf(value)) : null,
    value
      ? h(
          'dl',
          { class: 'facts' },
          [
            ['Electronic form', value.normalized],
            ['Paper form', value.formatted],
            ['May be shown as', value.masked],
          ].map(([name, text]) => [h('dt', {}, name), h('dd', { class: 'value' }, text)]),
        )
      : null,
  );
}

/** A line among others of which nothing is known. */
function nothing(line: number, text: string): HTMLElement {
  return h(
    'section',
    { class: 'card candidate', 'aria-label': `Line ${line}` },
    h(
      'div',
      { class: 'verdict open' },
      icon('open'),
      h('div', {}, h('h2', {}, `Line ${line}: nothing that is known here`), h('p', { class: 'value' }, text)),
    ),
  );
}

function not(kind: Kind, text: string): Node[] {
  const { findings, verdict } = validate(kind, text);
  const worst = findings[0];
  return [h('dt', {}, KINDS[kind]), h('dd', {}, worst ? sayOf(worst) : VERDICTS[verdict])];
}
