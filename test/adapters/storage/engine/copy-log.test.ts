import { copyFileSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect } from 'vitest';
import { copyLog } from '../../../../src/adapters/storage/engine/copy-log.ts';
import { refuseMismatch, watchFile } from '../../../../src/adapters/storage/engine/opened-file.ts';
import { itOnFile, useDatabase } from '../fixtures.ts';

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

describe('copyLog', () => {
  const database = useDatabase();
  const log = () => `${database.file}-wal`;

  /** A database whose log has something to copy, written long ago. */
  function openWritten(): Database.Database {
    const written = new Database(database.file);
    written.pragma('journal_mode = wal');
    written.exec("create table notes (note text); insert into notes values ('something to copy')");
    utimesSync(log(), LONG_AGO, LONG_AGO);
    return written;
  }
  const isCopied = () => readFileSync(database.file).includes('something to copy');

  itOnFile('leaves the log no older than the file, so that the next process opens both', async () => {
    const written = openWritten();
    const beside = new Database(database.file);
    copyLog(beside, database.file, watchFile(database.file));
    expect(isCopied()).toBe(true);
    expect(() => refuseMismatch(database.file)).not.toThrow();
    beside.close();
    written.close();
  });

  itOnFile('leaves the log of a file alone in whose place another was put', async () => {
    const written = openWritten();
    const opened = watchFile(database.file);
    copyFileSync(database.file, `${database.file}.backup`);
    renameSync(`${database.file}.backup`, database.file);
    copyLog(written, database.file, opened);
    expect(statSync(log()).mtime).toEqual(LONG_AGO);
    expect(() => refuseMismatch(database.file)).toThrow(/changed after its log/);
    written.close();
  });
});
