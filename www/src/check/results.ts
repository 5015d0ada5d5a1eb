// What a file came to: tiles, what to put right, the rows, files to take along, amounts.

import type { CsvOptions, Finding, FindingCode, Severity, Summary } from '../core';
import { codeTabs } from '../ui/copy';
import { fill, h, type Child } from '../ui/dom';
import { fieldOf, findingList } from '../ui/findings';
import { icon } from '../ui/icon';
import { fieldName, onLanguage, sayOf } from '../ui/language';
import { count, grouped } from '../ui/words';
import { currencyChart } from './charts';
import { asCommand, asJavaScript, asRust } from './code';
import { Detail } from './detail';
import { Mapping } from './mapping';
import { Problems, titleOf } from './problems';
import type { Changed, Column, FromWorker, KindCount, TableRow, ToWorker, View, Which } from './protocol';
import { RowTable } from './table';
import { nameOfText } from './unpack';

type Told = Extract<FromWorker, { type: 'summary' }>;

const SEVERITY_WORDS: Record<Severity, string> = { error: 'Errors', warning: 'Warnings', info: 'Notes' };
const FILES: Record<Which, string> = {
  corrected: 'Corrected file',
  changes: 'List of changes',
  accepted: 'Accepted rows',
  rejected: 'Rejected rows',
};

export class Results {
  readonly element = h('div', { class: 'results' });
  readonly #tiles = h('div', { class: 'tiles' });
  readonly #about = h('div', {});
  readonly #amounts = h('section', { class: 'card', 'aria-labelledby': 'amounts-title' });
  readonly #table: RowTable;
  readonly #detail: Detail;
  readonly #problems: Problems;
  readonly mapping: Mapping;
  /** What there is to see of rows, where there are any. */
  readonly #rest = h('div', { class: 'rest' });
  readonly #matching = h('p', { class: 'help', role: 'status' });
  readonly #note = h('p', { class: 'note', role: 'status' });
  readonly #scope = h('select', { id: 'filter-scope', onchange: () => this.#view() });
  readonly #code = h('select', { id: 'filter-code', onchange: () => this.#view() });
  readonly #severity = h('select', { id: 'filter-severity', onchange: () => this.#view() });
  readonly #search = h('input', {
    id: 'filter-search',
    type: 'text',
    inputmode: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: () => this.#searchSoon(),
  });
  readonly #undo = h('button', {
    type: 'button',
    class: 'small',
    id: 'undo',
    onclick: () => this.send({ type: 'undo' }),
  });
  readonly #buttons = new Map<Which, HTMLButtonElement>();
  #told: Told | undefined;
  #columns: Column[] = [];
  #kinds: KindCount[] = [];
  readonly #inCode: ReturnType<typeof codeTabs>;
  #file = '';
  #name = '';
  #ending = '.csv';
  #field: string | undefined;
  #sort: View['sort'];
  #wait: ReturnType<typeof setTimeout> | undefined;
  #changed: Changed = { cells: 0, rows: 0, undo: null };
  #isSaved = true;

  constructor(
    private readonly send: (message: ToWorker) => void,
    mapped: (map: NonNullable<CsvOptions['map']>) => void,
    options: () => CsvOptions,
  ) {
    const edit = (line: number, column: number, text: string, code?: FindingCode) =>
      send({ type: 'edit', line, column, text, ...(code ? { code } : {}) });
    const fix = (kind?: { code: string; path: string }) => send({ type: 'fix', ...(kind ? { kind } : {}) });
    this.#table = new RowTable({
      ask: (from, to) => send({ type: 'rows', from, to }),
      choose: (row) => this.#detail.show(row, this.#columns, true),
      edit,
      sort: (sort) => {
        this.#sort = sort;
        this.#view();
      },
    });
    this.#detail = new Detail({
      edit,
      fix,
      count: ({ code, path }) =>
        this.#kinds.find(({ finding }) => finding.code === code && finding.path === path)?.count ?? 0,
    });
    this.#problems = new Problems({ fix, show: (view) => this.#choose(view) });
    this.mapping = new Mapping(mapped);
    const call = () => {
      const { strictness, ...rest } = options();
      return { name: this.#file, options: strictness === 'strict' ? rest : options() };
    };
    this.#inCode = codeTabs('checked', 'The same in code', [
      ['JavaScript', () => asJavaScript(call())],
      ['Rust', () => asRust(call())],
      ['Command', () => asCommand(call())],
    ]);
    onLanguage(() => this.#sayAgain());
    fill(this.element, this.#tiles, this.#about, this.#rest);
    fill(
      this.#rest,
      this.mapping.element,
      this.#problems.element,
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'rows-title' },
        h(
          'div',
          { class: 'card-head' },
          h('h2', { id: 'rows-title' }, 'Rows'),
          h('div', { class: 'row wrap' }, this.#note, this.#undo),
        ),
        h(
          'div',
          { class: 'filters' },
          field('Show', this.#scope),
          field('Search', this.#search),
          field('Severity', this.#severity),
          field('Finding', this.#code),
          this.#matching,
        ),
        h('p', { class: 'help' }, 'Click a cell to change it, a heading to sort.'),
        this.#table.element,
        this.#detail.element,
      ),
      h(
        'section',
        { class: 'card downloads', 'aria-labelledby': 'files-title' },
        h(
          'div',
          {},
          h('h2', { id: 'files-title' }, 'Take it along'),
          h(
            'p',
            { class: 'help' },
            'The corrected file is written as it came in: the same encoding, separators and columns; of a workbook as CSV.',
          ),
        ),
        this.#downloads(),
      ),
      this.#amounts,
      this.#inCode.element,
    );
  }

  /** Whether there are changes that were not taken along. */
  get hasUnsaved(): boolean {
    return !this.#isSaved && this.#changed.cells > 0;
  }

  undo(): void {
    if (!this.#undo.disabled) this.send({ type: 'undo' });
  }

  begin(name: string): void {
    this.#file = name;
    const text = nameOfText(name);
    const dot = text.lastIndexOf('.');
    this.#name = text.slice(0, dot);
    this.#ending = text.slice(dot);
    this.#isSaved = true;
    this.#sort = undefined;
    this.#field = undefined;
    this.#search.value = '';
    this.#note.textContent = '';
    this.#detail.close();
    this.changed({ cells: 0, rows: 0, undo: null });
  }

  show(told: Told): void {
    this.#told = told;
    const { isFirst, summary, columns, kinds, marked, milliseconds, withFindings } = told;
    this.#columns = columns;
    this.#kinds = kinds;
    const seconds = milliseconds / 1000;
    fill(
      this.#tiles,
      tile('Rows', summary.rows, `in ${seconds < 0.095 ? 'under 0.1' : seconds.toFixed(1)} s`),
      tile(
        'Accepted',
        summary.valid + summary.undetermined,
        summary.undetermined > 0
          ? `${summary.undetermined.toLocaleString('en')} not fully judged`
          : summary.valid > 0
            ? 'every rule kept'
            : 'none yet',
        'ok',
      ),
      tile('Rejected', summary.invalid, share(summary.invalid, summary.rows), summary.invalid > 0 ? 'error' : ''),
      tile('With findings', withFindings, share(withFindings, summary.rows)),
    );
    this.#rest.hidden = summary.rows === 0 && this.#changed.cells === 0;
    this.mapping.show(columns, isFirst);
    this.#problems.show(kinds);
    if (isFirst) this.#table.show(columns, marked);
    this.#sayAbout(summary);
    this.#inCode.refresh();
    this.#fillFilters(isFirst);
    fill(
      this.#amounts,
      h('h2', { id: 'amounts-title' }, 'Amounts by currency'),
      summary.totals.length > 0
        ? [legend(), currencyChart(summary.totals)]
        : h('p', { class: 'help' }, 'No row has a currency and an amount that can be read yet.'),
    );
    const enabled: Record<Which, boolean> = {
      accepted: summary.rows > summary.invalid,
      rejected: summary.invalid > 0,
      corrected: this.#changed.cells > 0,
      changes: this.#changed.cells > 0,
    };
    for (const [which, button] of this.#buttons) button.disabled = !enabled[which];
  }

  #sayAbout(summary: Summary): void {
    const place = (finding: Finding) => (fieldOf(finding) ? fieldName(fieldOf(finding)) : undefined);
    const notes = summary.findings.filter(({ severity }) => severity === 'info');
    const rest = summary.findings.filter(({ severity }) => severity !== 'info');
    fill(
      this.#about,
      summary.findings.length > 0 &&
        h(
          'section',
          { class: 'card about' },
          h('h2', {}, 'About the file'),
          rest.length > 0 && findingList(rest, { label: place }),
          notes.length > 0 &&
            h(
              'ul',
              { class: 'help notes' },
              notes.map((finding) => h('li', { 'data-code': finding.code }, sayOf(finding))),
            ),
        ),
    );
  }

  #sayAgain(): void {
    if (!this.#told) return;
    this.show({ ...this.#told, isFirst: false });
    this.#table.redraw();
    if (this.#detail.line !== undefined) this.send({ type: 'row', line: this.#detail.line });
  }

  viewed(number: number, keep: boolean): void {
    this.#matching.textContent = number === 0 ? 'No row matches' : count(number, 'row');
    if (keep) this.#table.refresh();
    else this.#table.reset(number);
    // the open row may have been changed by the way
    if (this.#detail.line !== undefined) this.send({ type: 'row', line: this.#detail.line });
  }

  rows(from: number, rows: TableRow[]): void {
    this.#table.take(from, rows);
  }

  row(row: TableRow): void {
    if (this.#detail.line === row.line) this.#detail.show(row, this.#columns, false);
  }

  changed(changed: Changed, fixed?: { cells: number }): void {
    this.#changed = changed;
    this.#isSaved = changed.cells === 0;
    fill(this.#undo, icon('undo'), changed.undo ? `Undo ${count(changed.undo.cells, 'change')}` : 'Undo');
    this.#undo.disabled = changed.undo === null;
    this.#note.textContent = fixed
      ? fixed.cells > 0
        ? `${count(fixed.cells, 'cell')} corrected.`
        : 'Nothing of it is certain: choose by hand.'
      : changed.cells > 0
        ? `${count(changed.cells, 'cell')} changed in ${count(changed.rows, 'row')}.`
        : '';
    this.#scope.options[2]?.toggleAttribute('disabled', changed.rows === 0);
    for (const which of ['corrected', 'changes'] as const)
      (this.#buttons.get(which) as HTMLButtonElement).disabled = changed.cells === 0;
  }

  exporting(which: Which, done: number): void {
    this.#buttons.get(which)?.lastChild?.replaceWith(`Writing… ${Math.floor(done * 100)} %`);
  }

  exported(which: Which, blob: Blob): void {
    const button = this.#buttons.get(which);
    if (button) {
      button.disabled = false;
      button.lastChild?.replaceWith(FILES[which]);
    }
    if (which === 'corrected') this.#isSaved = true;
    const url = URL.createObjectURL(blob);
    const isCsv = which === 'changes' || (which !== 'corrected' && /json/i.test(this.#ending));
    h('a', { href: url, download: `${this.#name}-${which}${isCsv ? '.csv' : this.#ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  #downloads(): HTMLElement {
    const button = (which: Which) => {
      const made = h(
        'button',
        {
          type: 'button',
          class: which === 'corrected' ? 'primary' : '',
          disabled: true,
          onclick: () => {
            made.disabled = true;
            this.send({ type: 'export', which });
          },
        },
        icon('download'),
        FILES[which],
      );
      this.#buttons.set(which, made);
      return made;
    };
    return h(
      'div',
      { class: 'row wrap', role: 'group', 'aria-label': 'Download' },
      (Object.keys(FILES) as Which[]).map(button),
    );
  }

  #fillFilters(isFirst: boolean): void {
    const [scope, code, severity] = isFirst
      ? ['findings', '', '']
      : [this.#scope.value, this.#code.value, this.#severity.value];
    const severities = (['error', 'warning', 'info'] as const).filter(
      (one) => this.#kinds.some(({ finding }) => finding.severity === one) || one === severity,
    );
    fill(
      this.#scope,
      h('option', { value: 'findings' }, 'Rows with findings'),
      h('option', { value: 'all' }, 'All rows'),
      h('option', { value: 'changed', disabled: this.#changed.rows === 0 }, 'Changed rows'),
    );
    this.#scope.value = scope as string;
    fill(
      this.#severity,
      h('option', { value: '' }, 'All'),
      severities.map((one) => h('option', { value: one, selected: one === severity }, SEVERITY_WORDS[one])),
    );
    const codes = new Map(this.#kinds.map(({ finding }) => [finding.code, finding]));
    fill(
      this.#code,
      h('option', { value: '' }, 'All'),
      [...codes].map(([value, finding]) => h('option', { value, selected: value === code }, titleOf(finding))),
    );
    // what is no longer there stays chosen until something else is
    if (code && !codes.has(code as FindingCode))
      this.#code.append(h('option', { value: code, selected: true }, `${code}: none left`));
  }

  #choose({ code, field: name }: Pick<View, 'code' | 'field'>): void {
    this.#severity.value = '';
    this.#scope.value = 'findings';
    this.#code.value = code ?? '';
    this.#view(name);
    this.#table.element.scrollIntoView({ block: 'nearest' });
    this.#table.element.focus({ preventScroll: true });
  }

  #searchSoon(): void {
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#view(), 200);
  }

  #view(name?: string): void {
    this.#field = name;
    const view: View = { scope: this.#scope.value as View['scope'] };
    if (this.#code.value !== '') view.code = this.#code.value;
    if (this.#field !== undefined) view.field = this.#field;
    if (this.#severity.value !== '') view.severity = this.#severity.value as Severity;
    if (this.#search.value.trim() !== '') view.search = this.#search.value.trim();
    if (this.#sort) view.sort = this.#sort;
    this.#matching.textContent = 'Looking…';
    this.#detail.close();
    this.send({ type: 'view', view });
  }
}

function field(label: string, input: HTMLElement): HTMLElement {
  return h('div', { class: 'field' }, h('label', { for: input.id }, label), input);
}

function tile(name: string, number: number, note: string, tone = ''): HTMLElement {
  return h(
    'div',
    { class: `tile ${tone}` },
    h('p', { class: 'tile-name' }, name),
    h('p', { class: 'tile-number' }, number.toLocaleString('en')),
    h('p', { class: 'tile-note' }, note),
  );
}

function share(part: number, whole: number): string {
  if (part === 0) return 'none';
  const percent = (part / whole) * 100;
  return percent < 0.1 ? 'under 0.1 %' : `${percent.toFixed(1)} %`;
}

function legend(): Child {
  return h(
    'p',
    { class: 'legend' },
    h('span', { class: 'key ok' }),
    'accepted',
    h('span', { class: 'key error' }),
    'rejected',
  );
}

/** A size as people write it. */
export function sized(bytes: number): string {
  return bytes < 1000
    ? count(bytes, 'byte')
    : bytes < 1e6
      ? `${(bytes / 1e3).toFixed(1)} KB`
      : `${grouped((bytes / 1e6).toFixed(1))} MB`;
}
