import manifest from '../../../package.json' with { type: 'json' };
import type { Clock } from '../../core/ports/clock.ts';
import type { RunStore } from '../../core/ports/run-store.ts';
import { interruptDeadRuns } from './interrupt-dead-runs.ts';
import { openDatabase } from './open-database.ts';
import { currentProcess } from './process-identity.ts';
import { SqliteRunStore } from './sqlite-run-store.ts';

export interface StorageOptions {
  /** A path; its folder is made when missing. `:memory:` keeps nothing. */
  file: string;
  clock: Clock;
  /** How long to wait while another process writes; milliseconds. */
  busyTimeoutMs?: number;
}

export interface Storage {
  runs: RunStore;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens the database, makes or upgrades its tables, and marks the runs interrupted whose process is gone.
 * It and everything it returns throw `StorageError`, whose message is for the technician.
 */
export async function openStorage({ file, clock, busyTimeoutMs = 5000 }: StorageOptions): Promise<Storage> {
  const { db } = await openDatabase(file, busyTimeoutMs);
  const self = currentProcess();
  const close = (): Promise<void> => db.destroy();
  try {
    await interruptDeadRuns(db, self);
  } catch (error) {
    await close();
    throw error;
  }
  return { runs: new SqliteRunStore(db, clock, { ...self, version: manifest.version }, close), close };
}
