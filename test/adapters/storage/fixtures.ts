import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach } from 'vitest';
import { cron } from '../../../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage, type StorageOptions } from '../../../src/adapters/storage/open-storage.ts';
import type { RunStatus } from '../../../src/core/diagnosis/report/report.ts';
import type { NewRun } from '../../../src/core/diagnosis/report/run-store.ts';
import type { Tenant } from '../../../src/core/model/tenants/tenant.ts';
import { createTestClock, NO_TOTALS, type TestClock } from './results.ts';

/** A folder of its own, gone after each test, and what was opened in it closed. */
export function useDatabase(): TestDatabase {
  const database = new TestDatabase();
  afterEach(() => database.cleanUp());
  return database;
}

class TestDatabase {
  readonly clock: TestClock = createTestClock();
  #folder: string | undefined;
  #open: { close(): unknown }[] = [];

  get folder(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'samaritan-storage-'));
    return this.#folder;
  }

  get file(): string {
    return join(this.folder, 'samaritan.db');
  }

  async open(options: Partial<StorageOptions> = {}): Promise<Storage> {
    const storage = await openStorage({ file: this.file, clock: this.clock, cron, ...options });
    this.#open.push(storage);
    return storage;
  }

  /** A connection beside Samaritan's, as another program would have one. */
  connect(): Database.Database {
    const connection = new Database(this.file, { timeout: 0 });
    this.#open.push(connection);
    return connection;
  }

  rows(sql: string): unknown[] {
    return this.connect().prepare(sql).all();
  }

  async cleanUp(): Promise<void> {
    for (const one of this.#open.splice(0)) await one.close();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.clock.set(1000);
  }
}

type Results = Parameters<Storage['runs']['append']>[1];

interface RunOptions {
  at: number;
  results?: Results;
  scope?: NewRun['scope'];
  kind?: NewRun['kind'];
  connection?: string;
  status?: RunStatus;
  /** The customer list that it read whole; by default, of a run over all tenants, those that it tested. */
  listed?: readonly Tenant[] | undefined;
}

/** A whole run: everything is observed at `at`, and it finishes 10 ms later. */
export async function keepRun(
  storage: Pick<Storage, 'runs'>,
  clock: TestClock,
  id: string,
  options: RunOptions,
): Promise<void> {
  const { at, results, kind = 'testtokens', scope = 'all', connection = 'default', status = 'completed' } = options;
  clock.set(at);
  await storage.runs.begin({ id, kind, connection, startedAt: at, scope });
  if (results) await storage.runs.append(id, results);
  const listed = 'listed' in options ? options.listed : scope === 'all' ? results?.tenants : undefined;
  await storage.runs.finish(id, { status, finishedAt: at + 10, totals: NO_TOTALS, listed });
}
