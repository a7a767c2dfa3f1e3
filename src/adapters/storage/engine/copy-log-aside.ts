import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { compileCacheVariables } from './compile-cache-variables.ts';

/** Pages in the log from which on whoever commits copies them after all: the thread can't keep up. */
const MOST_PAGES = 4000;
/** SQLite's own choice. */
const USUAL_PAGES = 1000;
const EVERY_MS = 5000;
/** It holds no data: SQLite's memory is not V8's. */
const LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

export interface LogThread {
  end(): Promise<void>;
}

/**
 * Copies the write-ahead log into the file from a thread, since that waits for the disk, which whoever commits would else do
 * on the loop that answers chats. It begins when it would first copy something: a start has other things to do, and no log is
 * long by then. Where the thread dies commits copy the log again, and `onDied` hears why.
 */
export function copyLogAside(
  database: Database,
  file: string,
  onDied: (error: Error) => void,
  everyMs = EVERY_MS,
): LogThread {
  let worker: Worker | undefined;
  const setPages = (pages: number): void => {
    if (database.open) database.pragma(`wal_autocheckpoint = ${pages}`);
  };
  setPages(MOST_PAGES);
  const first = setTimeout(() => {
    worker = new Worker(new URL('./log-thread.ts', import.meta.url), {
      workerData: { file, everyMs },
      env: compileCacheVariables(),
      execArgv: [],
      resourceLimits: LIMITS,
    });
    worker.unref();
    worker.once('error', onDied);
    worker.once('exit', () => {
      worker = undefined;
      setPages(USUAL_PAGES);
    });
  }, everyMs).unref();
  return {
    end: async () => {
      clearTimeout(first);
      if (!worker) return setPages(USUAL_PAGES);
      // It ends by itself: the whole process dies with a thread that is stopped while it loads SQLite.
      worker.ref();
      worker.postMessage('end');
      await new Promise((resolve) => worker?.once('exit', resolve));
    },
  };
}
