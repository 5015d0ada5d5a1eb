// Check many: a file is chosen or dropped, and a worker goes through it.

import type { Strictness } from '../core';
import { fill, h } from '../ui/dom';
import { icon } from '../ui/icon';
import { count } from '../ui/words';
import type { FromWorker, ToWorker } from './protocol';
import { Results, sized, type Checked } from './results';
import { SAMPLE } from './sample';

export function checkPart(root: HTMLElement): void {
  let worker: Worker | undefined;
  /** Started before there is a file, so that none waits for it. */
  let spare: Worker | undefined;
  let running: Checked | undefined;
  const input = h('input', { type: 'file', id: 'file', class: 'sr', accept: '.csv,.tsv,.txt,text/csv', onchange: () => take(input.files?.[0]) });
  const strictness = h('select', { id: 'strictness' }, h('option', { value: 'strict' }, 'Strict'), h('option', { value: 'compat' }, 'Tolerant'));
  const drop = h(
    'div',
    { class: 'drop' },
    icon('file'),
    h('p', {}, h('label', { for: 'file', class: 'button primary' }, 'Choose a CSV file'), input, h('span', { class: 'or' }, ' or drop it here')),
    h('p', { class: 'help' }, 'Up to a million rows and more. The first row names the columns, in any order: currency, amount, iban, swift, accountNumber, …'),
  );
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Checked so far' });
  const told = h('p', { class: 'progress-text' });
  const cancel = h('button', { type: 'button', class: 'small', onclick: () => stop('Cancelled. Nothing of the file was kept.') }, 'Cancel');
  const progress = h('section', { class: 'card progress', 'aria-label': 'Progress', hidden: true }, h('div', { class: 'row' }, bar, cancel), told);
  const notice = h('div', { role: 'status' });
  const results = new Results((message) => worker?.postMessage(message));
  results.element.hidden = true;

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
    progress.hidden = true;
    fill(notice, h('p', { class: `notice ${tone}` }, message));
  }

  function take(file: File | undefined): void {
    input.value = '';
    if (!file) return;
    worker?.terminate();
    running = { name: file.name, size: file.size, strictness: strictness.value as Strictness };
    results.element.hidden = true;
    fill(notice);
    progress.hidden = false;
    bar.value = 0;
    told.textContent = `Reading ${file.name} (${sized(file.size)})`;
    worker = spare ?? begin();
    spare = undefined;
    worker.postMessage({ type: 'check', file, strictness: running.strictness } satisfies ToWorker);
  }

  function hear(message: FromWorker): void {
    if (!running) return;
    switch (message.type) {
      case 'progress':
        bar.value = message.bytes / Math.max(1, running.size);
        told.textContent = `${sized(message.bytes)} of ${sized(running.size)}; ${count(message.withFindings, 'row')} with findings so far`;
        break;
      case 'summary':
        progress.hidden = true;
        results.element.hidden = false;
        results.show(running, message);
        fill(notice, h('p', { class: 'notice' }, `${running.name}: ${count(message.summary.rows, 'row')} checked, ${message.summary.invalid.toLocaleString('en')} rejected.`));
        break;
      case 'filtered':
        results.filtered(message.count);
        break;
      case 'rows':
        results.rows(message.from, message.rows);
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

  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    sight.disconnect();
    if (!worker) spare = begin();
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
    h('div', { class: 'intro' }, h('h1', {}, 'Check a whole file'), h('p', {}, 'A CSV of payouts is checked row by row on this machine. See what would come back before it is sent, and take the good and the bad rows along.')),
    h(
      'section',
      { class: 'card', 'aria-label': 'File' },
      drop,
      h(
        'div',
        { class: 'drop-foot' },
        h('div', { class: 'field inline' }, h('label', { for: 'strictness' }, 'Rules'), strictness),
        h('button', { type: 'button', class: 'small quiet', onclick: () => take(new File([SAMPLE], 'example.csv', { type: 'text/csv' })) }, 'Try an example file'),
      ),
    ),
    progress,
    notice,
    results.element,
    h('p', { class: 'help foot-note' }, 'Cells that a spreadsheet would run as formulas are disarmed with an apostrophe in downloaded files.'),
  );
}
