// The table of rows with findings: only the rows in sight are in the document, however many there are.

import { h, fill } from '../ui/dom';
import { fieldOf } from '../ui/findings';
import { icon } from '../ui/icon';
import type { Column, TableRow } from './protocol';

const ROW = 38;
/** Browsers cannot scroll further than this. */
const TALLEST = 8_000_000;
/** Rows beyond the edges of what is in sight. */
const MARGIN = 8;
const NARROWEST = 7;
const WIDEST = 30;

export class RowTable {
  readonly #head = h('div', { role: 'row', class: 'tr head', 'aria-rowindex': 1 });
  readonly #headGroup = h('div', { role: 'rowgroup', class: 'thead' }, this.#head);
  readonly #body = h('div', { role: 'rowgroup', class: 'tbody' });
  readonly #space = h('div', { class: 'space' }, this.#body);
  readonly #table = h('div', { role: 'table', class: 'table', 'aria-label': 'Rows with findings' }, this.#headGroup, this.#space);
  readonly element = h('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Rows with findings, scrollable' }, this.#table);
  /** In the order of the table, each with its place in the file. */
  #columns: (Column & { at: number })[] = [];
  #widths: number[] = [];
  #count = 0;
  #from = 0;
  #rows: TableRow[] = [];
  #chosen = -1;
  #asked = '';
  #isWaiting = false;

  /** Rows are asked for with `ask`; `choose` hears which one was opened. */
  constructor(
    private readonly ask: (from: number, to: number) => void,
    private readonly choose: (row: TableRow) => void,
  ) {
    this.element.addEventListener('scroll', () => this.#look(), { passive: true });
    new ResizeObserver(() => this.#look()).observe(this.element);
  }

  /** Begins with the columns of a file; after the reference stand those that something is wrong in. */
  show(columns: Column[], marked: string[]): void {
    const rank = ({ name }: Column) => (name === 'reference' ? -1 : name !== null && marked.includes(name) ? marked.indexOf(name) : marked.length);
    this.#columns = columns.map((column, at) => ({ ...column, at })).sort((a, b) => rank(a) - rank(b) || a.at - b.at);
    this.#widths = this.#columns.map(({ title, name }) => Math.max(NARROWEST, (name ?? `${title} (not used)`).length));
    this.#chosen = -1;
    fill(this.#head, ['Line', 'Finding', ...this.#columns.map(({ title, name }) => name ?? `${title} (not used)`)].map((text) => h('div', { role: 'columnheader', class: 'td' }, text)));
    this.#table.setAttribute('aria-colcount', String(columns.length + 2));
    this.#layOut();
  }

  /** Begins at the top of so many rows. */
  reset(count: number): void {
    this.#count = count;
    this.#rows = [];
    this.#from = 0;
    this.#asked = '';
    this.#isWaiting = false;
    this.#table.setAttribute('aria-rowcount', String(count + 1));
    this.#space.style.height = `${Math.min(TALLEST, count * ROW)}px`;
    this.element.scrollTop = 0;
    fill(this.#body);
    this.#look();
  }

  /** Takes rows that were asked for. */
  take(from: number, rows: TableRow[]): void {
    this.#isWaiting = false;
    this.#from = from;
    this.#rows = rows;
    this.#widen(rows);
    this.#draw();
    // it may have been scrolled meanwhile
    this.#look();
  }

  /** The first row in sight, and how many fit. */
  #window(): { first: number; size: number } {
    const height = Math.min(TALLEST, this.#count * ROW);
    const room = Math.max(1, this.element.clientHeight - ROW);
    const size = Math.ceil(room / ROW);
    if (this.#count * ROW <= TALLEST) return { first: Math.floor(this.element.scrollTop / ROW), size };
    // of more rows than can be scrolled, the way is a share of the whole
    const share = Math.min(1, this.element.scrollTop / Math.max(1, height - room));
    return { first: Math.round(share * Math.max(0, this.#count - size)), size };
  }

  #look(): void {
    if (this.#count === 0 || this.element.clientHeight === 0) return;
    const { first, size } = this.#window();
    const from = Math.max(0, first - MARGIN);
    const to = Math.min(this.#count, first + size + MARGIN);
    const asked = `${from}-${to}`;
    if (this.#rows.length > 0) this.#place();
    if (asked === this.#asked || this.#isWaiting) return;
    this.#asked = asked;
    this.#isWaiting = true;
    this.ask(from, to);
  }

  #place(): void {
    const scaled = this.#count * ROW > TALLEST;
    const { first } = this.#window();
    const top = scaled ? this.element.scrollTop - (first - this.#from) * ROW : this.#from * ROW;
    this.#body.style.transform = `translateY(${Math.max(0, top)}px)`;
  }

  #draw(): void {
    fill(this.#body, this.#rows.map((row, index) => this.#row(row, this.#from + index)));
    this.#place();
  }

  #row(row: TableRow, index: number): HTMLElement {
    const worst = row.findings[0];
    const byColumn = new Map(row.findings.map((finding) => [fieldOf(finding), finding] as const).reverse());
    const more = row.findings.length - 1;
    const open = () => {
      this.#chosen = row.row;
      for (const one of this.#body.querySelectorAll('.tr')) one.classList.toggle('chosen', one.getAttribute('aria-rowindex') === String(index + 2));
      this.choose(row);
    };
    return h(
      'div',
      { role: 'row', class: row.row === this.#chosen ? 'tr chosen' : 'tr', 'aria-rowindex': index + 2, 'data-row': row.row, onclick: open },
      h('div', { role: 'cell', class: 'td line' }, h('button', { type: 'button', class: 'link', 'aria-label': `Line ${row.line}: details` }, row.line)),
      h('div', { role: 'cell', class: `td why ${worst?.severity ?? ''}` }, worst ? [icon(worst.severity), h('span', {}, worst.message), more > 0 ? h('span', { class: 'tag' }, `+${more}`) : null] : null),
      this.#columns.map(({ name, at }) => {
        const finding = name === null ? undefined : byColumn.get(name);
        const text = row.cells[at] ?? '';
        return h(
          'div',
          { role: 'cell', class: finding ? `td marked ${finding.severity}` : 'td', title: finding?.message ?? (text.length > WIDEST ? text : null) },
          text === '' && finding ? h('i', {}, 'empty') : text,
          finding ? h('span', { class: 'sr' }, ` (${finding.severity}: ${finding.message})`) : null,
        );
      }),
    );
  }

  /** Columns grow with what is in them, and never shrink while one looks. */
  #widen(rows: TableRow[]): void {
    let grown = false;
    for (const [index, { at }] of this.#columns.entries()) {
      const longest = Math.min(WIDEST, Math.max(...rows.map((row) => row.cells[at]?.length ?? 0)));
      if (longest > (this.#widths[index] ?? 0)) {
        this.#widths[index] = longest;
        grown = true;
      }
    }
    if (grown) this.#layOut();
  }

  #layOut(): void {
    this.#table.style.setProperty('--grid', `clamp(4rem, 10vw, 5.5rem) min(24rem, 60vw) ${this.#widths.map((width) => `calc(${width}ch + 22px)`).join(' ')}`);
  }
}
