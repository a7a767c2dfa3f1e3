import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, inject, it } from 'vitest';
import { cron } from '../../../src/adapters/cron/create-cron.ts';
import type { DatabaseName } from '../../../src/adapters/storage/engine/engines.ts';
import type { ServerAddress } from '../../../src/adapters/storage/engine/server-address.ts';
import { openStorage, type Storage, type StorageOptions } from '../../../src/adapters/storage/open-storage.ts';
import type { RunStatus } from '../../../src/core/diagnosis/report/report.ts';
import type { NewRun } from '../../../src/core/diagnosis/report/run-store.ts';
import type { Tenant } from '../../../src/core/model/tenants/tenant.ts';
import { layTables } from './lay-tables.ts';
import { createTestClock, NO_TOTALS, type TestClock } from './results.ts';

/** A database of an engine beside SQLite, empty after each test: `useEngine` of its file in `engines`. */
export interface Engine {
  readonly name: DatabaseName;
  rows(sql: string): Promise<unknown[]>;
  exec(sql: string): Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The engine that the project is of, where it is not SQLite. */
    engine?: string;
  }
}

const FOLDER = new URL('engines/', import.meta.url);
const ENGINES = new Map<string, () => Engine>();
for (const file of readdirSync(FOLDER).filter((name) => !name.startsWith('serve-')))
  ENGINES.set(file.replace('.ts', ''), (await import(new URL(file, FOLDER).href)).useEngine);

/**
 * A database of its own, empty after each test, and what was opened of it closed. A file; in the projects of other
 * engines, which run the same tests, one of theirs. A file is `missing` at first where a test is about making it.
 */
export function useDatabase(file: 'with tables' | 'missing' = 'with tables'): TestDatabase {
  const engine = inject('engine');
  const database = new TestDatabase(engine === undefined ? undefined : ENGINES.get(engine)?.(), file === 'with tables');
  afterEach(() => database.cleanUp());
  return database;
}

/** A test of what a file alone has, or of a process that is given one. */
export const itOnFile = (name: string, test: () => Promise<void>): void =>
  it.skipIf(inject('engine') !== undefined)(name, test);

class TestDatabase {
  readonly clock: TestClock = createTestClock();
  readonly #server: Engine | undefined;
  readonly #withTables: boolean;
  #folder: string | undefined;
  #open: { close(): unknown }[] = [];

  constructor(server: Engine | undefined, withTables: boolean) {
    this.#server = server;
    this.#withTables = withTables;
  }

  get folder(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'samaritan-storage-'));
    return this.#folder;
  }

  /** For tests of what a file alone has. */
  get file(): string {
    return join(this.folder, 'samaritan.db');
  }

  /** For tests of what a server alone has. */
  get server(): ServerAddress {
    const name = this.#server?.name;
    if (name === undefined || typeof name === 'string') throw new Error('this test needs the server');
    return name;
  }

  /** What errors call it. */
  get name(): string {
    return String(this.#server?.name ?? this.file);
  }

  async open(options: Partial<StorageOptions> = {}): Promise<Storage> {
    const file = this.#server?.name ?? this.file;
    if (this.#withTables && file === this.file && options.file === undefined) await layTables(file);
    const storage = await openStorage({ file, clock: this.clock, cron, ...options });
    this.#open.push(storage);
    return storage;
  }

  /** A connection beside Samaritan's, as another program would have one. For tests of what a file alone has. */
  connect(): Database.Database {
    const connection = new Database(this.file, { timeout: 0 });
    this.#open.push(connection);
    return connection;
  }

  async rows(sql: string): Promise<unknown[]> {
    return this.#server ? await this.#server.rows(sql) : this.connect().prepare(sql).all();
  }

  /** Statements of another program. */
  async exec(sql: string): Promise<void> {
    if (this.#server) await this.#server.exec(sql);
    else this.connect().exec(sql);
  }

  /** Rows that point to none. A server keeps them from being written. */
  async brokenReferences(): Promise<unknown[]> {
    return this.#server ? [] : await this.rows('pragma foreign_key_check');
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
