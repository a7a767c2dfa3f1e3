import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { cron } from '../../../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../../../src/adapters/storage/open-storage.ts';
import type { Clock } from '../../../src/core/model/time/clock.ts';
import { layTables } from './lay-tables.ts';

export interface FolderStorage {
  folder: string;
  storage: Storage;
  /** What another program reads or writes there. */
  rows<Row>(sql: string): Row[];
  exec(sql: string): void;
  /** Nothing of it stays. */
  close(): Promise<void>;
}

/** The product's storage in a folder of its own, which is in memory where the tests' folders are. */
export async function openInFolder(clock: Clock): Promise<FolderStorage> {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-kept-'));
  const file = join(folder, 'kept.db');
  await layTables(file);
  const storage = await openStorage({ file, clock, cron });
  const beside = <T>(ask: (database: Database.Database) => T): T => {
    const database = new Database(file);
    try {
      return ask(database);
    } finally {
      database.close();
    }
  };
  return {
    ...{ folder, storage },
    rows: <Row>(sql: string) => beside((database) => database.prepare<[], Row>(sql).all()),
    exec: (sql) => beside((database) => void database.exec(sql)),
    close: async () => {
      await storage.close();
      rmSync(folder, { recursive: true });
    },
  };
}
