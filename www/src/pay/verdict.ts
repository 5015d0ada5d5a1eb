// The answer beside the form: can this be paid? By which rule, and what would single providers want besides?

import type { CorridorInfo } from '../core';
import { fill, h } from '../ui/dom';
import { fieldOf, findingList } from '../ui/findings';
import { icon, type IconName } from '../ui/icon';
import { language } from '../ui/language';
import { count, schemeName } from '../ui/words';
import { isMissing, isWish, type Judged } from './destination';

interface Answer {
  tone: string;
  icon: IconName;
  title: string;
  text: string;
}

function answer({ report, label }: Judged): Answer {
  const errors = report.findings.filter((finding) => finding.severity === 'error');
  const wrong = errors.filter((finding) => !isMissing(finding));
  if (wrong.length > 0) {
    const places = new Set(wrong.map(fieldOf).filter(Boolean).map(label));
    return {
      tone: 'error',
      icon: 'error',
      title: 'Cannot be paid as it stands',
      text: places.size > 0 ? `To be put right: ${[...places].join(', ')}.` : 'See below what is wrong.',
    };
  }
  if (errors.length > 0) {
    const missing = errors.map((finding) =>
      finding.code === 'FIELD_ONE_OF_REQUIRED' ? finding.message.replace(/\.$/, '') : label(fieldOf(finding)),
    );
    return { tone: 'open', icon: 'open', title: 'Not complete yet', text: `Still needed: ${missing.join(', ')}.` };
  }
  if (report.verdict === 'undetermined') {
    return {
      tone: 'warning',
      icon: 'warning',
      title: 'Nothing found wrong',
      text: 'Some rule could not be applied, so it cannot be fully judged.',
    };
  }
  const notes = report.findings.filter((finding) => finding.severity === 'warning').length;
  return {
    tone: 'ok',
    icon: 'ok',
    title: 'Can be paid',
    text:
      notes > 0
        ? `Every rule is kept; ${count(notes, 'warning')} to look at.`
        : 'Every rule is kept. Whether it exists, and whose it is, no rule can say.',
  };
}

const COVERAGE: Record<CorridorInfo['coverage'], string> = {
  full: 'All that decides is checked.',
  format: 'The format is checked; more cannot be told without the bank.',
};

/** A date as the reader writes it. */
function day(date: string): string {
  const tag = language() === 'en' ? 'en-GB' : language();
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));
}

export class VerdictCard {
  readonly #status = h('div', { role: 'status', class: 'verdict' });
  readonly #notes = h('div', {});
  readonly #facts = h('dl', { class: 'facts' });
  readonly element = h(
    'section',
    { class: 'card', 'aria-label': 'Can this be paid?' },
    this.#status,
    this.#notes,
    this.#facts,
  );
  /** The same in short, where the card is out of sight; a screen reader has heard it already. */
  readonly dock = h('div', { class: 'dock', 'aria-hidden': 'true' });
  #told = '';

  show(judged: Judged, rule: CorridorInfo | undefined, titles: Map<string, string>): void {
    const { report, form, label } = judged;
    const said = answer(judged);
    // a screen reader hears it once, not at every key
    const told = JSON.stringify(said);
    if (told !== this.#told) {
      this.#told = told;
      this.#status.className = `verdict ${said.tone}`;
      this.dock.className = `dock verdict ${said.tone}`;
      fill(this.#status, icon(said.icon), h('div', {}, h('h3', {}, said.title), h('p', {}, said.text)));
      fill(this.dock, icon(said.icon), h('div', {}, h('b', {}, said.title), h('p', {}, said.text)));
    }
    const general = report.general.filter((finding) => !isMissing(finding) && !isWish(finding));
    fill(
      this.#notes,
      general.length > 0 && findingList(general, { label: (finding) => fieldOf(finding) || undefined }),
    );
    const { settlement } = form;
    const days =
      settlement &&
      (settlement.minBusinessDays === settlement.maxBusinessDays
        ? count(settlement.maxBusinessDays, 'business day')
        : `${settlement.minBusinessDays} to ${settlement.maxBusinessDays} business days`);
    const forms = Object.entries(report.normalized);
    const wishes = new Map<string, string[]>();
    for (const finding of report.findings.filter(isWish)) {
      const provider = finding.params?.provider ?? '';
      // one of several fields
      const either = (finding.params?.fields ?? '').split(', ').map(label).join(' or ');
      const wish = fieldOf(finding) === '' ? either : label(fieldOf(finding));
      wishes.set(provider, [...(wishes.get(provider) ?? []), wish]);
    }
    fill(
      this.#facts,
      rule
        ? [
            h('dt', {}, 'Rule'),
            h(
              'dd',
              {},
              rule.source,
              h(
                'small',
                {},
                `${rule.scheme ? `${schemeName(rule.scheme)}. ` : ''}Looked up ${day(rule.asOf)}. ${COVERAGE[rule.coverage]}`,
              ),
            ),
          ]
        : null,
      days ? [h('dt', {}, 'Usually arrives within'), h('dd', {}, days)] : null,
      [...wishes].map(([provider, wanted]) => [
        h('dt', {}, `${titles.get(provider) ?? provider} wants besides`),
        h('dd', {}, wanted.join(', ')),
      ]),
      forms.length > 0
        ? [h('dt', { class: 'head' }, 'Electronic form'), h('dd', { class: 'head' }, 'what is sent on')]
        : null,
      forms.map(([name, value]) => [h('dt', {}, label(name)), h('dd', { class: 'value' }, value)]),
    );
  }
}
