// The worker: a file at a time; giving it up is ending the worker.

import { start } from '../core';
import { Checking } from './checking';
import type { FromWorker, ToWorker } from './protocol';

const tell = (message: FromWorker): void => self.postMessage(message);
const ready = start();
let checking: Checking | undefined;

/** One thing after the other. */
let last: Promise<void> = Promise.resolve();

async function work(message: ToWorker): Promise<void> {
  await ready;
  switch (message.type) {
    case 'check':
      checking = new Checking(message.file, message.options, message.sheet, tell, message.tab);
      return checking.run(message.isKept);
    case 'forget':
      return checking?.forget();
    case 'options':
      return checking?.change(message.options);
    case 'view':
      return checking?.view(message.view);
    case 'rows':
      return checking?.rows(message.from, message.to);
    case 'row':
      return checking?.row(message.line);
    case 'edit':
      return checking?.edit(message.line, message.column, message.text, message.code ?? '');
    case 'fix':
      return checking?.fix(message.kind);
    case 'undo':
      return checking?.undo();
    case 'export':
      return checking?.export(message.which);
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  last = last
    .then(() => work(data))
    .catch((error: unknown) =>
      tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
});
