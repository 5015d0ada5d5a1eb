// The table of rows: only those in sight are in the document, however many there are. Cells are edited where they stand.

import type { Finding } from '../core';
import { h, fill } from '../ui/dom';
import { candidatesOf, fieldOf } from '../ui/findings';
import { icon } from '../ui/icon';
import { fieldName, sayOf } from '../ui/language';
import type { Column, TableRow, View } from './protocol';

const ROW = 46;
/** Browsers cannot scroll further than this. */
const TALLEST = 8_000_000;
/** Rows beyond the edges of what is in sight. */
const MARGIN = 8;
const NARROWEST = 7;
const WIDEST = 30;

/** What stands for the line and the findings where a column is named. */
const LINE = -1;
const FINDING = -2;

const nameOf = ({ title, name }: Column): string =>
  name === null ? `${title} (${fieldName('notUsed')})` : fieldName(name);

export interface TableActions {
  /** Wants rows. */
  ask: (from: number, to: number) => void;
  /** A row was opened. */
  choose: (row: TableRow) => void;
  edit: (line: number, column: number, text: string, code?: Finding['code']) => void;
  sort: (sort: View['sort']) => void;
}

export class RowTable {
  readonly #head = h('div', { role: 'row', class: 'tr head', 'aria-rowindex': 1 });
  readonly #headGroup = h('div', { role: 'rowgroup', class: 'thead' }, this.#head);
  readonly #body = h('div', { role: 'rowgroup', class: 'tbody' });
  readonly #space = h('div', { class: 'space' }, this.#body);
  readonly #table = h('div', { role: 'table', class: 'table', 'aria-label': 'Rows' }, this.#headGroup, this.#space);
  readonly element = h(
    'div',
    { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Rows, scrollable' },
    this.#table,
  );
  /** In the order of the table, each with its place in the file. */
  #columns: (Column & { at: number })[] = [];
  #widths: number[] = [];
  #count = 0;
  #from = 0;
  #rows: TableRow[] = [];
  #chosen = -1;
  #asked = '';
  #isWaiting = false;

  #sort: View['sort'];
  /** Rows that came while a cell was being edited. */
  #held: [number, TableRow[]] | undefined;
  #isEditing = false;

  constructor(private readonly actions: TableActions) {
    this.element.addEventListener('scroll', () => this.#look(), { passive: true });
    new ResizeObserver(() => this.#look()).observe(this.element);
  }

  /** Begins with the columns of a file; after the reference stand those that something is wrong in. */
  show(columns: Column[], marked: string[]): void {
    const rank = ({ name }: Column) =>
      name === 'reference'
        ? -1
        : name !== null && marked.includes(name)
          ? marked.indexOf(name)
          : name === null
            ? marked.length + 1
            : marked.length;
    this.#columns = columns.map((column, at) => ({ ...column, at })).sort((a, b) => rank(a) - rank(b) || a.at - b.at);
    this.#widths = this.#columns.map((column) => Math.max(NARROWEST, nameOf(column).length + 3));
    this.#chosen = -1;
    this.#table.setAttribute('aria-colcount', String(columns.length + 2));
    this.#drawHead();
    this.#layOut();
  }

  #drawHead(): void {
    const cell = (text: string, column: number, title?: string) => {
      const isSorted = this.#sort?.column === column || (this.#sort === undefined && column === LINE);
      const descending = isSorted && this.#sort?.descending === true;
      return h(
        'div',
        {
          role: 'columnheader',
          class: 'td',
          'aria-sort': isSorted ? (descending ? 'descending' : 'ascending') : 'none',
          title,
        },
        h(
          'button',
          { type: 'button', class: 'sort', onclick: () => this.#sortBy(column, isSorted && !descending) },
          text,
          isSorted ? icon(descending ? 'down' : 'up') : null,
        ),
      );
    };
    fill(
      this.#head,
      cell(fieldName('line'), LINE),
      cell(fieldName('finding'), FINDING),
      this.#columns.map((column) => cell(nameOf(column), column.at, column.title)),
    );
  }

  #sortBy(column: number, descending: boolean): void {
    this.#sort = column === LINE && !descending ? undefined : { column, descending };
    this.#drawHead();
    this.actions.sort(this.#sort);
  }

  /** Begins at the top of so many rows. */
  reset(count: number): void {
    this.#count = count;
    this.#rows = [];
    this.#from = 0;
    this.#asked = '';
    this.#isWaiting = false;
    this.#isEditing = false;
    this.#held = undefined;
    this.#table.setAttribute('aria-rowcount', String(count + 1));
    this.#space.style.height = `${Math.min(TALLEST, count * ROW)}px`;
    this.element.scrollTop = 0;
    fill(this.#body);
    this.#look();
  }

  /** The rows are the same, and some of them have changed. */
  refresh(): void {
    this.#asked = '';
    this.#look();
  }

  /** Says everything again. */
  redraw(): void {
    this.#drawHead();
    if (!this.#isEditing) this.#draw();
  }

  /** Takes rows that were asked for. */
  take(from: number, rows: TableRow[]): void {
    this.#isWaiting = false;
    if (this.#isEditing) {
      this.#held = [from, rows];
      return;
    }
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
    this.actions.ask(from, to);
  }

  #place(): void {
    const scaled = this.#count * ROW > TALLEST;
    const { first } = this.#window();
    const top = scaled ? this.element.scrollTop - (first - this.#from) * ROW : this.#from * ROW;
    this.#body.style.transform = `translateY(${Math.max(0, top)}px)`;
  }

  #draw(): void {
    fill(
      this.#body,
      this.#rows.map((row, index) => this.#row(row, this.#from + index)),
    );
    this.#place();
  }

  #row(row: TableRow, index: number): HTMLElement {
    const worst = row.findings[0];
    const columnOf = (finding: Finding) => {
      const all = this.#columns.filter(({ name }) => name === fieldOf(finding));
      return (all.find(({ at }) => (row.cells[at] ?? '') !== '') ?? all[0])?.at;
    };
    const byColumn = new Map(row.findings.map((finding) => [columnOf(finding), finding] as const).reverse());
    const more = row.findings.length - 1;
    const open = () => {
      this.#chosen = row.line;
      for (const one of this.#body.querySelectorAll('.tr'))
        one.classList.toggle('chosen', one.getAttribute('aria-rowindex') === String(index + 2));
      this.actions.choose(row);
    };
    const offered = row.findings
      .map((finding) => ({ finding, at: columnOf(finding) }))
      .find(({ finding, at }) => finding.suggestion !== undefined && at !== undefined);
    return h(
      'div',
      {
        role: 'row',
        class: row.line === this.#chosen ? 'tr chosen' : 'tr',
        'aria-rowindex': index + 2,
        'data-row': row.row,
      },
      h(
        'div',
        { role: 'cell', class: 'td line' },
        h(
          'button',
          { type: 'button', class: 'link', 'aria-label': `Line ${row.line}: details`, onclick: open },
          row.line,
        ),
      ),
      h(
        'div',
        { role: 'cell', class: `td why ${worst?.severity ?? ''}`, onclick: open },
        worst
          ? [
              icon(worst.severity),
              h('span', {}, sayOf(worst)),
              more > 0 ? h('span', { class: 'tag' }, `+${more}`) : null,
            ]
          : Object.keys(row.before).length > 0
            ? [icon('ok'), h('span', {}, 'Corrected')]
            : null,
        offered
          ? h(
              'button',
              {
                type: 'button',
                class: 'small use',
                'aria-label': `Correct line ${row.line}: use ${offered.finding.suggestion}`,
                title: `Use ${offered.finding.suggestion}`,
                onclick: (event: Event) => {
                  event.stopPropagation();
                  this.actions.edit(
                    row.line,
                    offered.at as number,
                    offered.finding.suggestion as string,
                    offered.finding.code,
                  );
                },
              },
              'Correct',
            )
          : row.findings.some((finding) => candidatesOf(finding).length > 0)
            ? h(
                'button',
                {
                  type: 'button',
                  class: 'small use',
                  'aria-label': `Line ${row.line}: choose what was meant`,
                  onclick: open,
                },
                'Choose…',
              )
            : null,
      ),
      this.#columns.map(({ at }) => this.#cell(row, at, byColumn.get(at))),
    );
  }

  #cell(row: TableRow, at: number, finding: Finding | undefined): HTMLElement {
    const text = row.cells[at] ?? '';
    const before = row.before[at];
    const said = finding && sayOf(finding);
    const cell = h(
      'div',
      {
        role: 'cell',
        class: finding ? `td marked ${finding.severity}` : before !== undefined ? 'td changed' : 'td',
        title: said ?? (before !== undefined ? `Was: ${before || 'empty'}` : text.length > WIDEST ? text : null),
        onclick: () => this.#edit(cell, row.line, at, text),
      },
      text === '' && finding ? h('i', {}, 'empty') : text,
      finding
        ? h('span', { class: 'sr' }, ` (${finding.severity}: ${said})`)
        : before !== undefined
          ? h('span', { class: 'sr' }, ` (was ${before || 'empty'})`)
          : null,
    );
    return cell;
  }

  /** Turns a cell into a field, until it is left. */
  #edit(cell: HTMLElement, line: number, at: number, text: string): void {
    if (this.#isEditing) return;
    this.#isEditing = true;
    const there = [...cell.childNodes];
    const name = nameOf(this.#columns.find((column) => column.at === at) as Column);
    const input = h('input', {
      type: 'text',
      class: 'value',
      value: text,
      'aria-label': `Line ${line}, ${name}`,
      autocomplete: 'off',
      spellcheck: 'false',
    });
    let isDone = false;
    const end = (isKept: boolean) => {
      if (isDone) return;
      isDone = true;
      this.#isEditing = false;
      cell.classList.remove('editing');
      fill(cell, there);
      const held = this.#held;
      this.#held = undefined;
      if (isKept && input.value !== text) this.actions.edit(line, at, input.value);
      if (held) this.take(...held);
    };
    input.addEventListener('blur', () => end(true));
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') end(true);
      else if (event.key === 'Escape') end(false);
      else return;
      event.preventDefault();
      this.element.focus({ preventScroll: true });
    });
    cell.classList.add('editing');
    fill(cell, input);
    input.focus({ preventScroll: true });
    input.select();
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
    this.#table.style.setProperty(
      '--grid',
      `clamp(4rem, 10vw, 5.5rem) min(28rem, 70vw) ${this.#widths.map((width) => `calc(${width}ch + 22px)`).join(' ')}`,
    );
  }
}
