import Database, { type Statement } from 'better-sqlite3';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { isLongTurn, isLongUrgentTurn, laterTurn } from '../../../core/model/time/next-turn.ts';
import { toStored } from './columns.ts';
import type { LastTrouble } from './last-trouble.ts';
import type { OpenedFile } from './opened-file.ts';
import { retryWhileLocked } from './retry-while-locked.ts';
import { toStorageError } from './storage-error.ts';

export interface SqliteParts {
  handles: Handles;
  file: string;
  busyTimeoutMs: number;
  opened: OpenedFile;
  trouble: LastTrouble;
  /** Only behind its own kind a statement waits for a later turn of the event loop. */
  isUrgent?: boolean;
}

/**
 * SQLite for Kysely with five promises more: a transaction that writes holds the write lock from its first statement on,
 * waiting for a lock (`busyTimeoutMs` at most) doesn't stop the event loop, nothing is read from or written to a file that
 * was deleted or replaced, every error is a `StorageError`, and a statement by itself waits for no transaction that it can
 * do without: those that only read have a handle of their own on the file.
 */
export function createSqliteDialect(parts: SqliteParts): Dialect {
  return {
    createDriver: () => new HandlesDriver(parts),
    createAdapter: () => new HandlesAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class HandlesAdapter extends SqliteAdapter {
  /** SQLite rolls back a changed schema like any data, so all migrations of one start fit in one transaction. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver knows better than Kysely who has to wait for whom. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class HandlesDriver implements Driver {
  readonly #parts: SqliteParts;

  constructor(parts: SqliteParts) {
    this.#parts = parts;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    return new SqliteConnection(this.#parts);
  }

  async beginTransaction(connection: SqliteConnection, { accessMode }: TransactionSettings): Promise<void> {
    await connection.begin(accessMode === 'read only');
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    await connection.end('commit');
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    await connection.end('rollback');
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    try {
      await this.#parts.handles.close();
    } catch (error) {
      throw toStorageError(error, this.#parts.file);
    }
  }
}

/** What Kysely takes for a connection. It has a handle to itself only for a transaction. */
class SqliteConnection implements DatabaseConnection {
  readonly #parts: SqliteParts;
  readonly #isLong: () => boolean;
  readonly #letGo: () => void;
  #own: Handle | undefined;

  constructor(parts: SqliteParts) {
    this.#parts = parts;
    this.#letGo = parts.handles.hold();
    this.#isLong = parts.isUrgent ? isLongUrgentTurn : isLongTurn;
  }

  async begin(reads: boolean): Promise<void> {
    const { handles } = this.#parts;
    const handle = reads ? handles.reader() : handles.writer;
    await handle.take();
    this.#own = handle;
    while (this.#isLong()) await laterTurn();
    await this.#patiently(() => {
      this.#refuse();
      handle.database.exec(reads ? 'begin' : 'begin immediate');
    });
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const database = this.#own?.database;
    // A full disk makes SQLite roll back by itself; a second rollback would fail and hide the first error.
    if (how === 'rollback' && !database?.inTransaction) return;
    await this.#patiently(() => {
      if (how === 'commit') this.#refuse();
      database?.exec(how);
    });
  }

  release(): void {
    this.#own?.giveBack();
    this.#own = undefined;
    this.#letGo();
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#patiently(async () => {
      const handle = this.#own ?? (await this.#parts.handles.idle(SelectQueryNode.is(query.query), this.#isLong));
      this.#refuse();
      return handle.run<R>(query);
    });
    this.#parts.trouble.worked(result.numAffectedRows !== undefined);
    return result;
  }

  // biome-ignore lint/correctness/useYield: the interface demands it, and it refuses.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('a kept statement is not streamed; read it in pages');
  }

  /** Asked right before SQLite is. */
  #refuse(): void {
    const problem = this.#parts.opened.problem();
    if (problem && problem.code !== 'linked') throw problem;
  }

  /** Waits for locks from a timer, and every error that leaves it names the file. */
  async #patiently<T>(attempt: () => T | Promise<T>): Promise<T> {
    const { file, busyTimeoutMs, trouble } = this.#parts;
    try {
      return await retryWhileLocked(attempt, busyTimeoutMs);
    } catch (error) {
      throw trouble.met(toStorageError(error, file));
    }
  }
}

/** The file's handles: one that writes, and one for those who read for longer than a statement takes, opened for the first of them. */
export class Handles {
  readonly writer: Handle;
  readonly #file: string;
  readonly #held = new Set<Promise<void>>();
  #reader: Handle | undefined;

  constructor(database: Database.Database, file: string) {
    this.writer = new Handle(database);
    this.#file = file;
  }

  /** The writer itself for what is kept in memory, and where no more files may be opened. */
  reader(): Handle {
    this.#reader ??= this.#open() ?? this.writer;
    return this.#reader;
  }

  /** One without an open transaction, in a turn of the event loop that has room for a statement. To be used at once. */
  async idle(reads: boolean, isLong: () => boolean): Promise<Handle> {
    for (;;) {
      if (isLong()) await laterTurn();
      else if (!this.writer.database.inTransaction) return this.writer;
      else if (reads && !this.reader().database.inTransaction) return this.reader();
      else await (this.writer.taken ?? laterTurn());
    }
  }

  /** They stay open until what it gives back is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.add(promise);
    return () => {
      this.#held.delete(promise);
      resolve();
    };
  }

  /** Waits for the statements under way. */
  async close(): Promise<void> {
    while (this.#held.size > 0) await Promise.all(this.#held);
    // Whoever closes a file last clears its log away, which takes one that may write.
    this.#reader?.database.close();
    this.writer.database.close();
  }

  #open(): Handle | undefined {
    if (this.writer.database.memory) return undefined;
    let database: Database.Database | undefined;
    try {
      database = new Database(this.#file, { readonly: true, fileMustExist: true, timeout: 0 });
      // Opens the log as well.
      database.pragma('schema_version');
      return new Handle(database);
    } catch {
      database?.close();
      return undefined;
    }
  }
}

/** A statement takes some 30 times its length in memory. */
const MOST_CHARACTERS = 100_000;

class Handle {
  readonly database: Database.Database;
  /** Over when whoever has it for a transaction gives it back. */
  taken: Promise<void> | undefined;
  giveBack: () => void = () => {};
  #last: Promise<void> | undefined;
  readonly #kept = new Map<string, Statement>();
  #characters = 0;

  constructor(database: Database.Database) {
    this.database = database;
  }

  /** To oneself, after all who asked before, until it is given back. */
  async take(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = promise;
    await before;
    this.taken = promise;
    this.giveBack = () => {
      this.taken = undefined;
      resolve();
    };
  }

  run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = this.#prepare(sql);
    const stored = parameters.map(toStored);
    if (statement.reader) return { rows: statement.all(stored) as R[] };
    const { changes, lastInsertRowid } = statement.run(stored);
    return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] };
  }

  /**
   * Prepares each statement once: most take less time than preparing them does. SQLite prepares one anew by itself when the
   * schema has changed. A kept statement can't be read row by row beside itself, so nothing may stream.
   */
  #prepare(sql: string): Statement {
    const statement = this.#kept.get(sql) ?? this.database.prepare(sql);
    if (!this.#kept.delete(sql)) this.#characters += sql.length;
    this.#kept.set(sql, statement);
    for (const unused of this.#kept.keys()) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#kept.delete(unused);
      this.#characters -= unused.length;
    }
    return statement;
  }
}
