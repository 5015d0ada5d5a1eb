// The check of one file, inside the worker: the file, what was changed in it, and what there is to say about both.

import {
  createBriefChecker,
  createCsvChecker,
  type BriefRow,
  type CsvOptions,
  type CsvRow,
  type Finding,
  type FindingCode,
  type Summary,
} from '../core';
import { Edits, type RowEdit } from './edits';
import { decoded, type Decoded } from './encoding';
import { readHeader, type Header } from './header';
import { correctedJson, readJson, type JsonFile } from './json';
import { Judge, type Mending } from './judge';
import { Lines, type Found } from './lines';
import { changes, chosen, corrected, said, type Source } from './output';
import { pieces } from './pieces';
import type { FromWorker, TableRow, View, Which } from './protocol';
import { dropStep, keepStep, keptSteps, type Step } from './kept';
import { cellsOf, walk } from './records';
import { Store } from './store';
import { unpack } from './unpack';
import { both, byKey, isNarrow, NumberList, placeOf, search, sorted } from './view';

type Tell = (message: FromWorker) => void;

/** How often the page hears how far it is. */
const EVERY = 100;
/** How many rows are mended at a time. */
const BATCH = 2000;

const LARGE = 10_000_000;
const PAUSE = 600;

const isAbout = (code: string) => (finding: Finding) => finding.code.startsWith(code);

export class Checking {
  #store = new Store();
  #summary: Summary | undefined;
  #header: Header = { separator: ',', line: 1, text: '', columns: [] };
  #decoded: Decoded;
  #edits = new Edits(',');
  #judge: Judge | undefined;
  #lines: Promise<Lines> | undefined;
  #all: Promise<{ lines: Uint32Array; starts: Float64Array }> | undefined;
  /** The rows of the file, once they were gone through. */
  #known: { lines: Uint32Array; starts: Float64Array } | undefined;
  #view: View = { scope: 'findings' };
  #shown: Uint32Array = new Uint32Array();
  /** Rows that were changed since the file was last checked as a whole. */
  #fresh = new Set<number>();
  /** Ends when the file has been checked as it is now. */
  #settled: Promise<void> = Promise.resolve();
  #turn = 0;
  /** What there is to say of the file as it was packed. */
  #packed: Finding[] = [];
  /** The objects, where the file is one of JSON; what is checked is a table of them. */
  #json: JsonFile | undefined;

  constructor(
    private file: Blob,
    private options: CsvOptions,
    /** Of a workbook the sheet that is read, or nothing for the first. */
    private readonly sheet: string,
    private readonly tell: Tell,
    /** Where changes are kept for a reload; nowhere once that was forgotten. */
    private tab: string | undefined,
  ) {
    this.#decoded = { text: file, encoding: 'utf-8', hasMark: false };
  }

  /** Checks the file for the first time, or again after a reload with what was changed before it. */
  async run(isKept: boolean): Promise<void> {
    const began = performance.now();
    const unpacked = await unpack(this.file, this.sheet);
    this.file = unpacked.text;
    this.#packed = unpacked.findings;
    this.#json = await readJson(this.file);
    if (this.#json) this.file = this.#json.table;
    const { store, summary } = (await this.#check(pieces(this.file), () => true, true)) as {
      store: Store;
      summary: Summary;
    };
    const milliseconds = performance.now() - began;
    this.#decoded = await decoded(this.file, summary.findings.some(isAbout('ENCODING_WINDOWS')));
    this.#header = await readHeader(this.#decoded.text, summary);
    this.#edits = new Edits(this.#header.separator);
    this.#take(store, summary, milliseconds, true);
    await this.view({ scope: 'findings' });
    if (isKept && this.tab !== undefined) await this.#replay(await keptSteps(this.tab));
  }

  /** Goes through the file as it is now; nothing where it has changed meanwhile. */
  async #check(
    stream: AsyncIterable<Uint8Array>,
    isWanted: () => boolean,
    isTold: boolean,
  ): Promise<{ store: Store; summary: Summary } | undefined> {
    const store = new Store();
    const checker = createBriefChecker(this.options);
    let [bytes, told] = [0, performance.now() - EVERY];
    const take = (rows: BriefRow[]) => {
      for (const row of rows) store.add(row);
    };
    for await (const piece of stream) {
      if (!isWanted()) {
        checker.cancel();
        return undefined;
      }
      take(checker.push(piece));
      bytes += piece.length;
      if (isTold && performance.now() - told > EVERY) {
        told = performance.now();
        this.tell({
          type: 'progress',
          bytes,
          rows: store.length > 0 ? store.row(store.length - 1).row : 0,
          withFindings: store.length,
        });
      }
    }
    const { rows, summary } = checker.finish();
    take(rows);
    return isWanted() ? { store, summary } : undefined;
  }

  #take(store: Store, summary: Summary, milliseconds: number, isFirst: boolean): void {
    // the file is UTF-8 when it is checked again: what was said of its encoding stays, and what was said of it as it was packed
    const about = isFirst
      ? this.#packed
      : (this.#summary?.findings.filter(
          (finding) =>
            isAbout('ENCODING_UTF')(finding) || isAbout('ENCODING_WINDOWS')(finding) || this.#packed.includes(finding),
        ) ?? []);
    this.#summary = {
      ...summary,
      findings: [...about, ...summary.findings.filter(({ code }) => !about.some((one) => one.code === code))],
    };
    this.#store = store;
    this.#fresh.clear();
    this.#header.columns = this.#header.columns.map((column, index) => ({
      ...column,
      name: summary.columns[index] ?? null,
    }));
    this.#judge = new Judge(
      this.options,
      this.#header.text,
      this.#header.separator,
      this.#header.columns.map(({ name }) => name),
    );
    this.tell({
      type: 'summary',
      isFirst,
      summary: this.#summary,
      columns: this.#header.columns,
      kinds: store.kinds(),
      marked: store.fields(),
      milliseconds,
      withFindings: store.length,
    });
  }

  get #stream(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    return this.#edits.stream(this.#decoded.text);
  }

  /** Checks the file again as it is now, while other things go on. */
  #again(then: () => void | Promise<void>): void {
    const turn = ++this.#turn;
    this.#settled = (async () => {
      // of a large file, what is in sight comes first
      if (this.#decoded.text.size > LARGE) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const began = performance.now();
      const checked = await this.#check(this.#stream, () => turn === this.#turn, false);
      if (!checked) return this.#settled;
      this.#take(checked.store, checked.summary, performance.now() - began, false);
      await then();
    })();
    this.#settled.catch((error: unknown) =>
      this.tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  }

  /** Judges the file by other rules or with another meaning of its columns. */
  async change(options: CsvOptions): Promise<void> {
    this.options = options;
    this.#all = this.#known = undefined;
    this.#again(() => this.view(this.#view));
    await this.#settled;
  }

  async view(view: View): Promise<void> {
    this.#view = view;
    this.#shown = await this.#linesOf(view);
    this.tell({ type: 'viewed', count: this.#shown.length, keep: false });
  }

  async #linesOf(view: View): Promise<Uint32Array> {
    const { separator, columns } = this.#header;
    const scope = isNarrow(view) ? this.#store.filter(view) : undefined;
    let lines =
      view.scope === 'changed'
        ? this.#edits.lines()
        : view.scope === 'all'
          ? (scope ?? (await this.#rows()).lines)
          : (scope ?? this.#store.filter({}));
    if (view.scope === 'changed' && scope) lines = both(lines, scope);
    if (view.search) lines = both(lines, await search(this.#stream, separator, view.search));
    if (view.sort) {
      const { column, descending } = view.sort;
      if (column >= 0) lines = await sorted(lines, this.#stream, separator, column, columns[column]?.name === 'amount');
      else if (column === -2)
        lines = byKey(
          lines,
          Uint8Array.from(lines, (line) => this.#store.rank(this.#store.find(line) ?? -1)),
        );
      if (descending) lines = lines.slice().reverse();
    }
    return lines;
  }

  /** The lines of all rows, in order, and where in the file each begins. */
  #rows(): Promise<{ lines: Uint32Array; starts: Float64Array }> {
    this.#all ??= (async () => {
      let paying: Set<number> | undefined;
      if (this.#summary?.findings.some(isAbout('ROWS_PASSED_OVER'))) {
        // which rows are none, such as totals, only the core can say
        const found = new Set<number>();
        paying = found;
        const checker = createCsvChecker({ ...this.options, rows: 'all', duplicates: false });
        const take = (rows: CsvRow[]) => {
          for (const { line } of rows) found.add(line);
        };
        for await (const piece of this.#stream) take(checker.push(piece));
        take(checker.finish().rows);
      }
      const [lines, starts] = [new NumberList(), new NumberList()];
      await walk(pieces(this.#decoded.text), this.#header.separator, (line, _, { start }, base) => {
        if (line <= this.#header.line || paying?.has(line) === false) return;
        lines.push(line);
        starts.push(base + start);
      });
      this.#known = { lines: Uint32Array.from(lines.take()), starts: starts.take() };
      return this.#known;
    })();
    return this.#all;
  }

  /** Answers rows of the table: their cells are read from the file, their findings worked out again. */
  async rows(from: number, to: number): Promise<void> {
    const rows: TableRow[] = [];
    for (const line of this.#shown.subarray(from, to)) rows.push(await this.#row(line));
    this.tell({ type: 'rows', from, rows });
  }

  async row(line: number): Promise<void> {
    this.tell({ type: 'row', row: await this.#row(line) });
  }

  async #row(line: number): Promise<TableRow> {
    const edit = this.#edits.get(line);
    const record = edit?.record ?? (await this.#record(line))?.text;
    const index = this.#store.find(line);
    const stored = index === undefined ? [] : this.#store.findings(index);
    const again =
      record === undefined || (stored.length === 0 && !this.#fresh.has(line))
        ? []
        : (this.#judge?.findings([record])[0] ?? []);
    const findings = this.#fresh.has(line)
      ? // what is said of several rows together holds until the file was checked again
        [...stored.filter(({ code }) => code.startsWith('DUPLICATE_')), ...again]
      : stored.map((one): Finding => again.find(({ code, path }) => code === one.code && path === one.path) ?? one);
    const before = Object.fromEntries([...(edit?.cells ?? [])].map(([column, cell]) => [column, cell.before]));
    return {
      row: await this.#number(line, index),
      line,
      cells: record === undefined ? [] : cellsOf(record, this.#header.separator),
      before,
      findings,
    };
  }

  /** Which row of the file begins at a line. */
  async #number(line: number, index: number | undefined): Promise<number> {
    if (index !== undefined) return this.#store.row(index).row;
    const edit = this.#edits.get(line);
    if (edit) return edit.row;
    return (placeOf((await this.#rows()).lines, line) ?? 0) + 1;
  }

  /** `inOrder`: those of many lines are read one after the other, from large pieces. */
  async #record(line: number, inOrder = false): Promise<Found | undefined> {
    this.#lines ??= Lines.of(this.#decoded.text, this.#header.separator.charCodeAt(0));
    const lines = await this.#lines;
    const place = inOrder ? undefined : this.#known && placeOf(this.#known.lines, line);
    return (place === undefined ? undefined : await lines.at(this.#known?.starts[place] ?? 0)) ?? lines.record(line);
  }

  /** Changes one cell. */
  async edit(line: number, column: number, text: string, code: FindingCode | ''): Promise<void> {
    const found = await this.#original(line);
    if (!found) return;
    this.#keep(new Map([[line, this.#edits.with(found, this.#edits.get(line), [{ column, text, code }])]]), true);
  }

  async #original(line: number, inOrder = false): Promise<Omit<RowEdit, 'record' | 'cells'> | undefined> {
    const edit = this.#edits.get(line);
    if (edit) return edit;
    const found = await this.#record(line, inOrder);
    return (
      found && {
        row: await this.#number(line, this.#store.find(line)),
        start: found.start,
        end: found.end,
        lines: found.lines,
        original: found.text,
      }
    );
  }

  #keep(rows: Map<number, RowEdit>, keepsView: boolean, fixed?: { cells: number }): void {
    const before = this.#edits.steps;
    this.#edits.keep(rows);
    if (this.tab !== undefined && this.#edits.steps > before)
      void keepStep(
        this.tab,
        before,
        [...rows].map(([line, { cells }]) => [
          line,
          [...cells].map(([column, { after, code }]) => ({ column, text: after, code })),
        ]),
      );
    for (const line of rows.keys()) this.#fresh.add(line);
    this.#changed(keepsView, fixed);
  }

  #changed(keepsView: boolean, fixed?: { cells: number }): void {
    this.tell({ type: 'changed', changed: this.#edits.changed, ...(fixed ? { fixed } : {}) });
    const show = () => this.tell({ type: 'viewed', count: this.#shown.length, keep: true });
    if (keepsView) show();
    this.#again(keepsView ? show : () => this.view(this.#view));
  }

  /** Takes over what is suggested, wherever a cell has no error any more with it. */
  async fix(kind?: { code: string; path: string }): Promise<void> {
    await this.#settled;
    const judge = this.#judge;
    if (!judge) return;
    const lines = this.#store.filter(kind ? { code: kind.code as FindingCode, field: kind.path.slice(1) } : {});
    const rows = new Map<number, RowEdit>();
    let [cells, told] = [0, performance.now()];
    for (let from = 0; from < lines.length; from += BATCH) {
      const batch: (Mending & { line: number; original: Omit<RowEdit, 'record' | 'cells'> })[] = [];
      for (const line of lines.subarray(from, from + BATCH)) {
        const original = await this.#original(line, true);
        const edit = this.#edits.get(line);
        if (original)
          batch.push({
            line,
            original,
            record: edit?.record ?? original.original,
            with: (more) => this.#edits.with(original, edit, more).record,
          });
      }
      judge.mend(batch, kind).forEach((more, at) => {
        const one = batch[at];
        if (!one || more.length === 0) return;
        cells += more.length;
        rows.set(one.line, this.#edits.with(one.original, this.#edits.get(one.line), more));
      });
      if (performance.now() - told > EVERY) {
        told = performance.now();
        this.tell({ type: 'working', done: from / lines.length, text: 'Correcting' });
      }
    }
    this.#keep(rows, false, { cells });
    await this.#settled;
  }

  /** Makes the changes of a file that was kept once more, each of which can be undone. */
  async #replay(steps: Step[]): Promise<void> {
    let told = performance.now();
    for (const [at, step] of steps.entries()) {
      const rows = new Map<number, RowEdit>();
      for (const [line, cells] of step) {
        const original = await this.#original(line, true);
        if (original) rows.set(line, this.#edits.with(original, undefined, cells));
        if (performance.now() - told < EVERY) continue;
        told = performance.now();
        this.tell({ type: 'working', done: (at + rows.size / step.length) / steps.length, text: 'Correcting' });
      }
      this.#edits.keep(rows);
      for (const line of rows.keys()) this.#fresh.add(line);
    }
    if (steps.length > 0) this.#changed(false);
  }

  forget(): void {
    this.tab = undefined;
  }

  undo(): void {
    if (this.tab !== undefined) void dropStep(this.tab, this.#edits.steps - 1);
    for (const line of this.#edits.undo()) this.#fresh.add(line);
    this.#changed(false);
  }

  /** Writes a file to take along. */
  async export(which: Which): Promise<void> {
    await this.#settled;
    const { separator, line: headerLine, columns } = this.#header;
    const source: Source = {
      stream: this.#stream,
      separator,
      decoded: this.#decoded,
      told: (bytes) => this.tell({ type: 'exporting', which, bytes }),
    };
    const send = (blob: Blob) => this.tell({ type: 'exported', which, blob });
    if (which === 'corrected')
      return send(this.#json ? correctedJson(this.#json, this.#edits) : await corrected(source));
    if (which === 'changes')
      return send(
        changes(
          this.#edits,
          columns.map(({ title }) => title),
          separator,
        ),
      );
    const isRejected = which === 'rejected';
    const rejected = new Set(this.#store.filter({ severity: 'error' }));
    // totals and repeated headers are no rows
    const rows =
      isRejected || !this.#summary?.findings.some(isAbout('ROWS_PASSED_OVER'))
        ? undefined
        : new Set((await this.#rows()).lines);
    const words = isRejected ? await this.#words() : undefined;
    const written = await chosen(source, {
      headerLine,
      has: (line) => rejected.has(line) === isRejected && (rows?.has(line) ?? true),
      ...(words ? { findings: (line: number) => words.get(line) ?? '' } : {}),
    });
    const wanted = this.#summary && (isRejected ? this.#summary.invalid : this.#summary.rows - this.#summary.invalid);
    if (written.rows !== wanted)
      throw new Error(`the file cannot be split: ${written.rows} of ${wanted} rows were found again`);
    send(written.blob);
  }

  /** What is wrong with each rejected row, with all its words. */
  async #words(): Promise<Map<number, string>> {
    const words = new Map<number, string>();
    const note = (rows: CsvRow[]) => {
      for (const row of rows) if (row.verdict === 'invalid') words.set(row.line, said(row.findings));
    };
    const checker = createCsvChecker({ ...this.options, rows: 'findings' });
    for await (const piece of this.#stream) note(checker.push(piece));
    note(checker.finish().rows);
    return words;
  }
}
