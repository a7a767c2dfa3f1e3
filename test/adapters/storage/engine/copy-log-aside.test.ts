import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, vi } from 'vitest';
import { copyLogAside } from '../../../../src/adapters/storage/engine/copy-log-aside.ts';
import { openSqlite } from '../../../../src/adapters/storage/engine/open-sqlite.ts';
import { itOnFile, useDatabase } from '../fixtures.ts';

const PATIENCE = { timeout: 60_000 };

describe('copyLogAside', () => {
  const database = useDatabase();

  function open(): Database.Database {
    const opened = new Database(database.file);
    opened.pragma('journal_mode = wal');
    opened.exec('create table notes (note text)');
    return opened;
  }
  const pages = (opened: Database.Database) => opened.pragma('wal_autocheckpoint', { simple: true });

  itOnFile('copies what was committed into the file, and leaves it to commits again when it ends', async () => {
    const opened = open();
    const thread = copyLogAside(opened, database.file, () => {}, 1);
    await vi.waitFor(() => expect(pages(opened)).toBe(4000), PATIENCE);
    opened.exec("insert into notes values ('committed beside the thread')");
    const copied = () => expect(readFileSync(database.file).includes('committed beside the thread')).toBe(true);
    await vi.waitFor(copied, PATIENCE);
    await thread.end();
    expect(pages(opened)).toBe(1000);
    opened.close();
  });

  itOnFile('says why it died, and leaves it to commits then', async () => {
    const opened = open();
    const died = Promise.withResolvers<Error>();
    copyLogAside(opened, `${database.file}.missing`, died.resolve, 1);
    expect(await died.promise).toMatchObject({ code: 'SQLITE_CANTOPEN' });
    await vi.waitFor(() => expect(pages(opened)).toBe(1000), PATIENCE);
    opened.close();
  });

  itOnFile('ends where it dies before it has begun', async () => {
    const opened = open();
    const begun = Promise.withResolvers<void>();
    const onBegun = (): void => begun.resolve();
    subscribe('worker_threads', onBegun);
    const died = Promise.withResolvers<Error>();
    const thread = copyLogAside(opened, `${database.file}.missing`, died.resolve, 1);
    await begun.promise;
    unsubscribe('worker_threads', onBegun);
    await expect(thread.end()).resolves.toBeUndefined();
    expect(await died.promise).toMatchObject({ code: 'SQLITE_CANTOPEN' });
    expect(pages(opened)).toBe(1000);
    opened.close();
  });

  itOnFile('leaves no log behind, in whichever order the two are closed', async () => {
    const opened = open();
    const thread = copyLogAside(opened, database.file, () => {}, 1);
    opened.exec("insert into notes values ('read by the thread')");
    await vi.waitFor(() => expect(readFileSync(database.file).includes('read by the thread')).toBe(true), PATIENCE);
    opened.close();
    expect(existsSync(`${database.file}-wal`)).toBe(true);
    await thread.end();
    expect(existsSync(`${database.file}-wal`)).toBe(false);
  });

  itOnFile('is what whoever has the lock of `start` does', async () => {
    const { db, sqlite, takeLock } = await openSqlite(database.file, 0, () => {});
    const lock = await takeLock();
    await vi.waitFor(() => expect(pages(sqlite)).toBe(4000), PATIENCE);
    await lock?.release();
    expect(pages(sqlite)).toBe(1000);
    await db.destroy();
  });
});
