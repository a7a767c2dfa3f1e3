import { type Stats, statSync } from 'node:fs';
import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import { StorageError } from './storage-error.ts';

/** The file that was opened, told from whatever has its name later. */
export interface OpenedFile {
  /** What is wrong with it; undefined while it is the one that was opened. Takes some microseconds. */
  problem(): StorageError | undefined;
}

/**
 * A database that was deleted or replaced is written on by SQLite without a word, and all of it is lost: whoever reads or
 * writes asks here first. A second name harms nothing until the file is opened by it, which is refused. Where the system
 * gives files no numbers nothing is noticed.
 */
export function watchFile(file: string): OpenedFile {
  if (file === ':memory:') return { problem: () => undefined };
  const opened = statSync(file);
  const isSame = (now: Stats): boolean => opened.ino === 0 || (now.ino === opened.ino && now.dev === opened.dev);
  return {
    problem: () => {
      let now: Stats;
      try {
        now = statSync(file);
      } catch (cause) {
        return systemCodeOf(cause) === 'ENOENT' ? new StorageError('deleted', file, { cause }) : undefined;
      }
      if (!isSame(now)) return new StorageError('replaced', file, {});
      return now.nlink > 1 ? new StorageError('linked', file, {}) : undefined;
    },
  };
}

/** A log is written before the file it belongs to, within moments. */
const MOST_LATER_MS = 2000;

/**
 * Refuses a file with two names, which would have two logs, and one that was put there after its log was written: SQLite
 * would mix what the log holds into a restored backup. To be asked before SQLite opens it.
 */
export function refuseMismatch(file: string): void {
  const found = statSync(file);
  const { nlink, mtimeMs, birthtimeMs, size } = found;
  // A folder is SQLite's to refuse.
  if (!found.isFile()) return;
  if (nlink > 1) throw new StorageError('linked', file, {});
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (!log || log.size === 0 || size === 0) return;
  if (Math.max(mtimeMs, birthtimeMs) > log.mtimeMs + MOST_LATER_MS) throw new StorageError('stale-log', file, {});
}
