// The answer beside the form: can this be paid?

import { fill, h } from '../ui/dom';
import { fieldOf, findingList } from '../ui/findings';
import { icon, type IconName } from '../ui/icon';
import { count } from '../ui/words';
import { isMissing, type Judged } from './destination';

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
    return { tone: 'error', icon: 'error', title: 'Cannot be paid as it stands', text: places.size > 0 ? `To be put right: ${[...places].join(', ')}.` : 'See below what is wrong.' };
  }
  if (errors.length > 0) {
    const missing = errors.map((finding) => (finding.code === 'FIELD_ONE_OF_REQUIRED' ? finding.message.replace(/\.$/, '') : label(fieldOf(finding))));
    return { tone: 'open', icon: 'open', title: 'Not complete yet', text: `Still needed: ${missing.join(', ')}.` };
  }
  if (report.verdict === 'undetermined') {
    return { tone: 'warning', icon: 'warning', title: 'Nothing found wrong', text: 'Some rule could not be applied, so it cannot be fully judged.' };
  }
  const notes = report.findings.filter((finding) => finding.severity === 'warning').length;
  return { tone: 'ok', icon: 'ok', title: 'Can be paid', text: notes > 0 ? `Every rule is kept; ${count(notes, 'warning')} to look at.` : 'Every rule is kept. Whether the account exists, only the bank can say.' };
}

export class VerdictCard {
  readonly #status = h('div', { role: 'status', class: 'verdict' });
  readonly #notes = h('div', {});
  readonly #facts = h('dl', { class: 'facts' });
  readonly element = h('section', { class: 'card', 'aria-label': 'Can this be paid?' }, this.#status, this.#notes, this.#facts);
  #told = '';

  show(judged: Judged): void {
    const { report, schema, label } = judged;
    const said = answer(judged);
    // a screen reader hears it once, not at every key
    const told = JSON.stringify(said);
    if (told !== this.#told) {
      this.#told = told;
      this.#status.className = `verdict ${said.tone}`;
      fill(this.#status, icon(said.icon), h('div', {}, h('h3', {}, said.title), h('p', {}, said.text)));
    }
    const names = new Set(schema.fields.map((field) => field.name));
    const general = report.findings.filter((finding) => !names.has(fieldOf(finding)) && !isMissing(finding));
    fill(this.#notes, general.length > 0 && findingList(general, { label: (finding) => fieldOf(finding) || undefined }));
    const { settlement } = schema;
    const days = settlement && (settlement.minBusinessDays === settlement.maxBusinessDays ? count(settlement.maxBusinessDays, 'business day') : `${settlement.minBusinessDays} to ${settlement.maxBusinessDays} business days`);
    const forms = Object.entries(report.normalized);
    fill(
      this.#facts,
      days ? [h('dt', {}, 'Usually arrives within'), h('dd', {}, days)] : null,
      forms.length > 0 ? [h('dt', { class: 'head' }, 'Electronic form'), h('dd', { class: 'head' }, 'what is sent on')] : null,
      forms.map(([name, value]) => [h('dt', {}, label(name)), h('dd', { class: 'value' }, value)]),
    );
  }
}
