// The file that is being checked and what was changed in it, for a reload of the tab: in this browser's own storage, and
// nowhere else. Page and worker write into the same; where storage is refused, everything works and nothing is kept.

import type { CellChange } from './edits';

const FILES = 'files';
const STEPS = 'steps';
/** How long what a closed tab kept stays, in ms: a tab that is just being loaded again looks closed as well. */
const GRACE = 60 * 60 * 1000;
/** How long a page that is being left may take, in ms. */
const SOON = 500;

/** One step that can be undone: the changed cells of each line that it touched, as they are after it. */
export type Step = [line: number, cells: CellChange[]][];

interface KeptFile {
  tab: string;
  file: File;
  /** When it was kept, in ms of Unix time. */
  at: number;
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('offramp-page', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(FILES, { keyPath: 'tab' });
      asked.result.createObjectStore(STEPS);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

/** Runs in one transaction; answers nothing where the browser refuses. */
async function within<T>(
  mode: IDBTransactionMode,
  run: (files: IDBObjectStore, steps: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    const transaction = (await database()).transaction([FILES, STEPS], mode);
    const asked = run(transaction.objectStore(FILES), transaction.objectStore(STEPS));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    return asked.result;
  } catch {
    return undefined;
  }
}

/** The keys of all steps of a tab. */
const stepsOf = (tab: string): IDBKeyRange => IDBKeyRange.bound([tab], [tab, []]);

/** Keeps a file in the place of the one before; answers whether it is kept. */
export async function keepFile(tab: string, file: File): Promise<boolean> {
  const key = await within('readwrite', (files, steps) => {
    steps.delete(stepsOf(tab));
    return files.put({ tab, file, at: Date.now() } satisfies KeptFile);
  });
  return key !== undefined;
}

export async function keptFile(tab: string): Promise<File | undefined> {
  const kept: KeptFile | undefined = await within(
    'readonly',
    (files) => files.get(tab) as IDBRequest<KeptFile | undefined>,
  );
  return kept?.file;
}

export async function forget(tab: string): Promise<void> {
  await within('readwrite', (files, steps) => {
    steps.delete(stepsOf(tab));
    return files.delete(tab);
  });
}

/** Keeps a step beside the file of the tab, if that is kept. */
export async function keepStep(tab: string, number: number, step: Step): Promise<void> {
  await within('readwrite', (files, steps) => {
    const asked = files.getKey(tab);
    asked.onsuccess = () => {
      if (asked.result !== undefined) steps.put(step, [tab, number]);
    };
    return asked;
  });
}

export async function dropStep(tab: string, number: number): Promise<void> {
  await within('readwrite', (_, steps) => steps.delete([tab, number]));
}

/** The steps in their order. */
export async function keptSteps(tab: string): Promise<Step[]> {
  return (await within('readonly', (_, steps) => steps.getAll(stepsOf(tab)) as IDBRequest<Step[]>)) ?? [];
}

/** Forgets what tabs kept that are closed, by the names of those that are open. */
async function sweep(isOpen: (tab: string) => boolean): Promise<void> {
  const all = (await within('readonly', (files) => files.getAll() as IDBRequest<KeptFile[]>)) ?? [];
  for (const { tab, at } of all) if (!isOpen(tab) && Date.now() - at > GRACE) await forget(tab);
}

/** The name of this tab, which a reload leaves as it is and a copy of the tab does not share. */
export async function thisTab(): Promise<string> {
  const [KEY, prefix] = ['tab', 'offramp-tab:'];
  let tab: string;
  try {
    tab = sessionStorage.getItem(KEY) ?? crypto.randomUUID();
    const isFree = (name: string) =>
      new Promise<boolean>((resolve) => {
        // held until the tab is closed or loaded again; the page before may still be on its way out
        navigator.locks
          .request(prefix + name, { signal: AbortSignal.timeout(SOON) }, () => {
            resolve(true);
            return new Promise<never>(() => {});
          })
          .catch(() => resolve(false));
      });
    if (!(await isFree(tab))) {
      tab = crypto.randomUUID();
      await isFree(tab);
    }
    sessionStorage.setItem(KEY, tab);
    const { held = [] } = await navigator.locks.query();
    const names = new Set(held.map(({ name }) => name));
    void sweep((name) => names.has(prefix + name));
  } catch {
    // kept for as long as the page is open, and for nobody
    tab = String(Math.random());
  }
  return tab;
}
