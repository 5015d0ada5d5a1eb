// What a file came to: tiles, charts, table, files to take along.

import type { Severity, Strictness, Summary } from '../core';
import { fill, h, type Child } from '../ui/dom';
import { fieldOf, findingList } from '../ui/findings';
import { icon } from '../ui/icon';
import { count, grouped } from '../ui/words';
import { codeChart, currencyChart } from './charts';
import type { Column, Filter, FromWorker, TableRow, ToWorker, Which } from './protocol';
import { RowTable } from './table';

const SEVERITY_WORDS: Record<Severity, string> = { error: 'Errors', warning: 'Warnings', info: 'Notes' };

export interface Checked {
  name: string;
  size: number;
  strictness: Strictness;
}

export class Results {
  readonly element = h('div', { class: 'results' });
  readonly #table: RowTable;
  readonly #detail = h('section', { class: 'detail', 'aria-label': 'The chosen row', hidden: true });
  readonly #matching = h('p', { class: 'help', role: 'status' });
  readonly #code = h('select', { id: 'filter-code', onchange: () => this.#filter() });
  readonly #severity = h('select', { id: 'filter-severity', onchange: () => this.#filter() });
  readonly #buttons = new Map<Which, HTMLButtonElement>();
  #columns: Column[] = [];
  #name = '';

  constructor(private readonly send: (message: ToWorker) => void) {
    this.#table = new RowTable((from, to) => send({ type: 'rows', from, to }), (row) => this.#open(row));
  }

  show(file: Checked, { summary, columns, marked, milliseconds, withFindings }: Extract<FromWorker, { type: 'summary' }>): void {
    this.#columns = columns;
    this.#name = file.name.replace(/\.[^.]*$/, '');
    this.#detail.hidden = true;
    this.#table.show(columns, marked);
    const seconds = milliseconds / 1000;
    fill(
      this.element,
      h(
        'div',
        { class: 'tiles' },
        tile('Rows', summary.rows, `in ${seconds < 0.095 ? 'under 0.1' : seconds.toFixed(1)} s`),
        tile('Accepted', summary.valid + summary.undetermined, summary.undetermined > 0 ? `${summary.undetermined.toLocaleString('en')} not fully judged` : 'every rule kept', 'ok'),
        tile('Rejected', summary.invalid, share(summary.invalid, summary.rows), summary.invalid > 0 ? 'error' : ''),
        tile('With findings', withFindings, share(withFindings, summary.rows)),
      ),
      summary.findings.length > 0 && h('section', { class: 'card' }, h('h2', {}, 'About the file'), findingList(summary.findings, { label: (finding) => fieldOf(finding) || undefined })),
      h(
        'div',
        { class: 'columns even' },
        panel('Findings by code', summary.counts.length > 0 ? codeChart(summary.counts, (code) => this.#choose(code)) : h('p', { class: 'help' }, 'None.')),
        panel('Amounts by currency', summary.totals.length > 0 ? [legend(), currencyChart(summary.totals)] : h('p', { class: 'help' }, 'No row has a currency and an amount.')),
      ),
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'rows-title' },
        h('div', { class: 'card-head' }, h('h2', { id: 'rows-title' }, 'Rows with findings'), this.#downloads(summary)),
        withFindings === 0
          ? h('p', { class: 'help' }, summary.rows === 0 ? 'The file has no rows.' : 'None. Every row keeps every rule.')
          : [
              h('div', { class: 'filters' }, h('div', { class: 'field' }, h('label', { for: 'filter-severity' }, 'Severity'), this.#severity), h('div', { class: 'field' }, h('label', { for: 'filter-code' }, 'Code'), this.#code), this.#matching),
              this.#table.element,
              this.#detail,
            ],
      ),
    );
    this.#fillFilters(summary);
  }

  filtered(number: number): void {
    this.#matching.textContent = count(number, 'row');
    this.#table.reset(number);
  }

  rows(from: number, rows: TableRow[]): void {
    this.#table.take(from, rows);
  }

  exporting(which: Which, done: number): void {
    const button = this.#buttons.get(which);
    if (button) button.lastChild?.replaceWith(`Writing… ${Math.floor(done * 100)} %`);
  }

  exported(which: Which, blob: Blob): void {
    const button = this.#buttons.get(which);
    if (button) {
      button.disabled = false;
      button.lastChild?.replaceWith(button.dataset.label ?? '');
    }
    const url = URL.createObjectURL(blob);
    h('a', { href: url, download: `${this.#name}-${which}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  #downloads(summary: Summary): HTMLElement {
    const button = (which: Which, number: number) => {
      const label = `${which === 'accepted' ? 'Accepted' : 'Rejected'} rows`;
      const made = h('button', { type: 'button', class: 'small', 'data-label': label, disabled: number === 0, onclick: () => ((made.disabled = true), this.send({ type: 'export', which })) }, icon('download'), label);
      this.#buttons.set(which, made);
      return made;
    };
    return h('div', { class: 'row', role: 'group', 'aria-label': 'Download' }, button('accepted', summary.rows - summary.invalid), button('rejected', summary.invalid));
  }

  #fillFilters(summary: Summary): void {
    const severities = (['error', 'warning', 'info'] as const).filter((severity) => summary.counts.some((one) => one.severity === severity));
    fill(this.#severity, h('option', { value: '' }, 'All'), severities.map((severity) => h('option', { value: severity }, SEVERITY_WORDS[severity])));
    fill(this.#code, h('option', { value: '' }, 'All codes'), [...new Set(summary.counts.map(({ code }) => code))].map((code) => h('option', { value: code }, code)));
  }

  #choose(code: string): void {
    this.#severity.value = '';
    this.#code.value = code;
    this.#filter();
    this.#table.element.scrollIntoView({ block: 'nearest' });
    this.#table.element.focus({ preventScroll: true });
  }

  #filter(): void {
    const filter: Filter = {};
    if (this.#code.value !== '') filter.code = this.#code.value;
    if (this.#severity.value !== '') filter.severity = this.#severity.value as Severity;
    this.#detail.hidden = true;
    this.send({ type: 'filter', filter });
  }

  #open({ row, line, cells, findings }: TableRow): void {
    const wrong = new Set(findings.map(fieldOf));
    const given = this.#columns.map(({ title, name }, at) => ({ title, name, text: cells[at] ?? '' })).filter(({ text, name }) => text !== '' || (name !== null && wrong.has(name)));
    fill(
      this.#detail,
      h('div', { class: 'card-head' }, h('h3', {}, `Row ${row.toLocaleString('en')}, line ${line.toLocaleString('en')}`), h('button', { type: 'button', class: 'small quiet', onclick: () => (this.#detail.hidden = true) }, 'Close')),
      findingList(findings, { label: (finding) => fieldOf(finding) || undefined, withCode: true }),
      h('dl', { class: 'facts cells' }, given.map(({ title, name, text }) => [h('dt', {}, title), h('dd', { class: name !== null && wrong.has(name) ? 'value marked' : 'value' }, text || h('i', {}, 'empty'))])),
    );
    this.#detail.hidden = false;
    this.#detail.scrollIntoView({ block: 'nearest' });
  }
}

function panel(title: string, ...content: Child[]): HTMLElement {
  return h('section', { class: 'card' }, h('h2', {}, title), ...content);
}

function tile(name: string, number: number, note: string, tone = ''): HTMLElement {
  return h('div', { class: `tile ${tone}` }, h('p', { class: 'tile-name' }, name), h('p', { class: 'tile-number' }, number.toLocaleString('en')), h('p', { class: 'tile-note' }, note));
}

function share(part: number, whole: number): string {
  if (part === 0) return 'none';
  const percent = (part / whole) * 100;
  return percent < 0.1 ? 'under 0.1 %' : `${percent.toFixed(1)} %`;
}

function legend(): HTMLElement {
  return h('p', { class: 'legend' }, h('span', { class: 'key ok' }), 'accepted', h('span', { class: 'key error' }), 'rejected');
}

/** A size as people write it. */
export function sized(bytes: number): string {
  return bytes < 1000 ? count(bytes, 'byte') : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${grouped((bytes / 1e6).toFixed(1))} MB`;
}
