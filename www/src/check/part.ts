// Check many: a file is chosen or dropped, and a worker goes through it.

import { providers, type CsvOptions, type Provider, type Strictness } from '../core';
import { chosenIn, writeChoices } from '../ui/address';
import { fill, h } from '../ui/dom';
import { icon } from '../ui/icon';
import { count } from '../ui/words';
import { forget, keepFile, keptFile, thisTab } from './kept';
import type { FromWorker, ToWorker } from './protocol';
import { rememberedMap } from './mapping';
import { Results, sized } from './results';
import { SAMPLE, TEMPLATE } from './sample';

/** In bytes: a larger file would have to be copied for minutes where the browser keeps it in memory. */
const LARGEST_KEPT = 50_000_000;

export function checkPart(root: HTMLElement): void {
  let worker: Worker | undefined;
  /** Started before there is a file, so that none waits for it. */
  let spare: Worker | undefined;
  let running: { file: File; name: string; size: number; isKept: boolean } | undefined;
  const tab = thisTab();
  const input = h('input', {
    type: 'file',
    id: 'file',
    class: 'sr',
    accept: '.csv,.tsv,.txt,.json,.ndjson,.jsonl,.xlsx,.xlsm,.xlsb,.ods,.gz,.zip,text/csv,application/json',
    onchange: () => take(input.files?.[0]),
  });
  const strictness = h(
    'select',
    { id: 'strictness', onchange: () => again() },
    h('option', { value: 'strict' }, 'Strict'),
    h('option', { value: 'compat' }, 'Tolerant'),
  );
  const provider = h(
    'select',
    { id: 'file-provider', onchange: () => again() },
    h('option', { value: '' }, 'The rails’ public rules'),
    providers().map(({ name, title }) => h('option', { value: name }, `What ${title} takes`)),
  );
  const currency = h('input', {
    id: 'file-currency',
    type: 'text',
    maxlength: 5,
    size: 6,
    autocomplete: 'off',
    placeholder: 'none',
    onchange: () => again(),
  });
  const sheet = h('input', {
    id: 'file-sheet',
    type: 'text',
    maxlength: 31,
    size: 12,
    autocomplete: 'off',
    placeholder: 'the first',
    onchange: () => reread(),
  });
  const drop = h(
    'div',
    { class: 'drop' },
    icon('file'),
    h(
      'p',
      {},
      h('label', { for: 'file', class: 'button primary' }, 'Choose a file'),
      input,
      h('span', { class: 'or' }, ' or drop it here'),
    ),
    h(
      'p',
      { class: 'help' },
      'CSV, JSON or a workbook (.xlsx, .xlsb, .ods), up to a million rows and more, as it comes from a bank or a spreadsheet: titles above the table, totals below it, headers in many languages and columns in any order are understood.',
    ),
  );
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Checked so far' });
  const told = h('p', { class: 'progress-text' });
  const cancel = h(
    'button',
    { type: 'button', class: 'small', onclick: () => stop('Cancelled. Nothing of the file was kept.') },
    'Cancel',
  );
  const progress = h(
    'section',
    { class: 'card progress', 'aria-label': 'Progress', hidden: true },
    h('div', { class: 'row' }, bar, cancel),
    told,
  );
  const notice = h('div', { role: 'status' });
  const kept = h('div', { class: 'kept', role: 'status' });
  const results = new Results(
    (message) => worker?.postMessage(message),
    () => again(),
    () => options(),
  );
  results.element.hidden = true;

  // a name that is not among the choices chooses nothing
  provider.value = [...provider.options].some(({ value }) => value === chosenIn('check', 'provider'))
    ? (chosenIn('check', 'provider') ?? '')
    : '';
  strictness.value = chosenIn('check', 'strictness') === 'compat' ? 'compat' : 'strict';
  currency.value = chosenIn('check', 'currency') ?? '';
  sheet.value = chosenIn('check', 'sheet') ?? '';

  function options(): CsvOptions {
    const given: CsvOptions = { strictness: strictness.value as Strictness };
    if (provider.value !== '') given.provider = provider.value as Provider;
    if (currency.value.trim() !== '') given.currency = currency.value.trim().toUpperCase();
    if (Object.keys(results.mapping.map).length > 0) given.map = results.mapping.map;
    return given;
  }

  /** Judges the file that is there by other rules. */
  function again(): void {
    writeChoices('check', {
      provider: provider.value,
      strictness: strictness.value === 'strict' ? '' : strictness.value,
      currency: currency.value,
      sheet: sheet.value,
    });
    if (running && worker) worker.postMessage({ type: 'options', options: options() } satisfies ToWorker);
  }

  /** Reads another sheet of the workbook that is there. */
  function reread(): void {
    if (running) take(running.file, false, sheet.value);
  }

  function begin(): Worker {
    const begun = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    begun.onmessage = ({ data }: MessageEvent<FromWorker>) => hear(data);
    begun.onerror = (event) => {
      if (begun === spare) spare = undefined;
      else stop(`The check could not go on: ${event.message || 'the worker did not start'}.`, 'error');
    };
    return begun;
  }

  function stop(message: string, tone = ''): void {
    worker?.terminate();
    worker = undefined;
    running = undefined;
    void tab.then(forget);
    fill(kept);
    progress.hidden = true;
    fill(notice, h('p', { class: `notice ${tone}` }, message));
  }

  /** Checks a file; `isKept` where it is the one from before a reload. */
  function take(file: File | undefined, isKept = false, ofSheet = ''): void {
    // a field that is emptied before its file was taken over would lose it
    if (!file) return;
    input.value = '';
    if (!isKept) {
      sheet.value = ofSheet;
      writeChoices('check', { sheet: ofSheet });
    }
    worker?.terminate();
    running = { file, name: file.name, size: file.size, isKept };
    if (!isKept) void tab.then(forget);
    results.mapping.reset(undefined);
    results.begin(file.name);
    results.element.hidden = true;
    fill(notice);
    fill(kept);
    progress.hidden = false;
    bar.value = 0;
    told.textContent = `Reading ${file.name} (${sized(file.size)})`;
    const begun = spare ?? begin();
    worker = begun;
    spare = undefined;
    void tab.then((name) =>
      begun.postMessage({
        type: 'check',
        file,
        options: options(),
        sheet: sheet.value.trim(),
        tab: name,
        isKept,
      } satisfies ToWorker),
    );
  }

  /** Keeps the file that was checked for a reload of this tab, and says so. */
  async function keep({ file, isKept }: NonNullable<typeof running>): Promise<void> {
    const isThere = isKept || (file.size <= LARGEST_KEPT && (await keepFile(await tab, file)));
    if (running?.file !== file) return;
    fill(
      kept,
      h(
        'p',
        {},
        isThere
          ? 'Kept in this browser for this tab, and sent nowhere: a reload loses neither the file nor your corrections. '
          : 'Not kept for a reload: the file is large, or this browser keeps none for a page.',
      ),
      isThere &&
        h(
          'button',
          {
            type: 'button',
            class: 'small',
            onclick: async () => {
              worker?.postMessage({ type: 'forget' } satisfies ToWorker);
              await forget(await tab);
              fill(kept, h('p', {}, 'Forgotten: it is on the screen until you leave, and nowhere else.'));
            },
          },
          'Forget it',
        ),
    );
  }

  function hear(message: FromWorker): void {
    if (!running) return;
    switch (message.type) {
      case 'progress':
        bar.value = message.bytes / Math.max(1, running.size);
        told.textContent = `${sized(message.bytes)} of ${sized(running.size)}; ${count(message.withFindings, 'row')} with findings so far`;
        break;
      case 'working':
        told.textContent = `${message.text}… ${Math.floor(message.done * 100)} %`;
        bar.value = message.done;
        progress.hidden = false;
        break;
      case 'summary': {
        progress.hidden = true;
        results.element.hidden = false;
        root.classList.add('has-file');
        results.show(message);
        if (message.isFirst && message.summary.rows > 0) void keep(running);
        const map = message.isFirst ? rememberedMap(message.columns) : undefined;
        if (map) {
          results.mapping.reset(map);
          again();
        }
        fill(
          notice,
          h(
            'p',
            { class: 'notice' },
            message.summary.rows === 0
              ? `${running.name}: no payouts were found in it.`
              : `${running.name}: ${count(message.summary.rows, 'row')} checked, ${message.summary.invalid.toLocaleString('en')} rejected.`,
          ),
        );
        break;
      }
      case 'viewed':
        results.viewed(message.count, message.keep);
        break;
      case 'rows':
        results.rows(message.from, message.rows);
        break;
      case 'row':
        results.row(message.row);
        break;
      case 'changed':
        progress.hidden = true;
        results.changed(message.changed, message.fixed);
        break;
      case 'exporting':
        results.exporting(message.which, message.bytes / Math.max(1, running.size));
        break;
      case 'exported':
        results.exported(message.which, message.blob);
        break;
      case 'failed':
        stop(`The check could not go on: ${message.message}.`, 'error');
        results.element.hidden = true;
        break;
    }
  }

  addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || isTyping || root.hidden) return;
    event.preventDefault();
    results.undo();
  });
  addEventListener('beforeunload', (event) => {
    if (results.hasUnsaved) event.preventDefault();
  });

  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    sight.disconnect();
    if (worker) return;
    spare = begin();
    void tab.then(keptFile).then((file) => {
      if (file && !running) take(file, true);
    });
  });
  sight.observe(root);

  for (const type of ['dragenter', 'dragover']) {
    root.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  root.addEventListener('dragleave', (event) => {
    if (!root.contains((event as DragEvent).relatedTarget as Node | null)) drop.classList.remove('over');
  });
  root.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take((event as DragEvent).dataTransfer?.files[0]);
  });

  fill(
    root,
    h(
      'div',
      { class: 'intro' },
      h('h1', {}, 'Check a whole file'),
      h(
        'p',
        {},
        'Drop a file of payouts as it is. See what would come back, put it right, and take it along. It never leaves this machine.',
      ),
    ),
    h(
      'section',
      { class: 'card', 'aria-label': 'File' },
      drop,
      h(
        'div',
        { class: 'drop-foot' },
        h(
          'div',
          { class: 'row wrap' },
          h(
            'button',
            {
              type: 'button',
              class: 'small quiet',
              onclick: () => take(new File([SAMPLE], 'example.csv', { type: 'text/csv' })),
            },
            'Try an example file',
          ),
          h(
            'a',
            {
              class: 'button small quiet',
              href: `data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`,
              download: 'payouts-template.csv',
            },
            icon('download'),
            'Download a template',
          ),
        ),
        h(
          'details',
          { class: 'more' },
          h('summary', {}, icon('chevron'), 'Rules'),
          h(
            'div',
            { class: 'row wrap rules' },
            h('div', { class: 'field' }, h('label', { for: 'file-provider' }, 'Judged by'), provider),
            h('div', { class: 'field' }, h('label', { for: 'strictness' }, 'Writing'), strictness),
            h(
              'div',
              { class: 'field' },
              h('label', { for: 'file-currency' }, 'Currency of rows that name none'),
              currency,
            ),
            h('div', { class: 'field' }, h('label', { for: 'file-sheet' }, 'Sheet of a workbook'), sheet),
          ),
        ),
      ),
    ),
    progress,
    notice,
    kept,
    results.element,
    h(
      'p',
      { class: 'help foot-note' },
      'Cells that a spreadsheet would run as formulas are disarmed with an apostrophe in downloaded files.',
    ),
  );
}
