import { statSync, utimesSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { OpenedFile } from './opened-file.ts';

/**
 * Copies the log into its file; waits for nobody and keeps nobody waiting. The log is never older than the file, by which a
 * backup that was put in its place is told (`refuseMismatch`): of such a one nothing is touched.
 */
export function copyLog(database: Database, file: string, opened: OpenedFile): void {
  const log = `${file}-wal`;
  if (opened.problem() || !statSync(log, { throwIfNoEntry: false })) return;
  const touch = (): void => utimesSync(log, new Date(), new Date());
  // Before as well: the process may be killed in between.
  touch();
  database.pragma('wal_checkpoint(passive)');
  touch();
}
