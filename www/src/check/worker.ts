// The worker: a check at a time; giving one up is ending the worker.

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
      checking = new Checking(message.file, message.strictness, tell);
      return checking.run();
    case 'filter':
      return checking?.filter(message.filter);
    case 'rows':
      return checking?.rows(message.from, message.to);
    case 'export':
      return checking?.export(message.which);
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  last = last
    .then(() => work(data))
    .catch((error: unknown) => tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }));
});
