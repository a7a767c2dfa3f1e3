import type { Database, Statement } from 'better-sqlite3';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { isLongTurn, laterTurn } from '../../../core/model/time/next-turn.ts';
import { toStored } from './columns.ts';
import type { LastTrouble } from './last-trouble.ts';
import type { OpenedFile } from './opened-file.ts';
import { retryWhileLocked } from './retry-while-locked.ts';
import { toStorageError } from './storage-error.ts';

export interface SqliteParts {
  database: Database;
  file: string;
  busyTimeoutMs: number;
  opened: OpenedFile;
  trouble: LastTrouble;
}

/**
 * Kysely's SQLite with four promises more: a transaction holds the write lock from its first statement on, waiting for a
 * lock (`busyTimeoutMs` at most) doesn't stop the event loop, nothing is read from or written to a file that was
 * deleted or replaced, and every error is a `StorageError`.
 */
export function createSqliteDialect(parts: SqliteParts): Dialect {
  return {
    createDriver: () => new ImmediateDriver(parts),
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** SQLite rolls back a changed schema like any data, so all migrations of one start fit in one transaction. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #parts: SqliteParts;
  #connection: DatabaseConnection | undefined;

  constructor(parts: SqliteParts) {
    super({ database: withKeptStatements(parts.database) });
    this.#parts = parts;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new PatientConnection(await super.acquireConnection(), this.#parts);
    return this.#connection;
  }

  override async beginTransaction(): Promise<void> {
    const { database, file, busyTimeoutMs, trouble } = this.#parts;
    while (isLongTurn()) await laterTurn();
    try {
      await retryWhileLocked(() => database.exec('begin immediate'), busyTimeoutMs);
    } catch (error) {
      throw trouble.met(toStorageError(error, file));
    }
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would fail and hide the first error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#parts.database.inTransaction) await super.rollbackTransaction(connection);
  }

  override async destroy(): Promise<void> {
    try {
      await super.destroy();
    } catch (error) {
      throw toStorageError(error, this.#parts.file);
    }
  }
}

/** A statement takes some 30 times its length in memory. */
const MOST_CHARACTERS = 100_000;

/**
 * Prepares each statement once: most take less time than preparing them does. SQLite prepares one anew by itself when the
 * schema has changed. A kept statement can't be read row by row beside itself, so nothing may stream.
 */
function withKeptStatements(database: Database): SqliteDatabase {
  const kept = new Map<string, Statement>();
  let characters = 0;
  return {
    close: () => void database.close(),
    prepare: (sql) => {
      const statement = kept.get(sql) ?? database.prepare(sql);
      if (!kept.delete(sql)) characters += sql.length;
      kept.set(sql, statement);
      for (const unused of kept.keys()) {
        if (characters <= MOST_CHARACTERS) break;
        kept.delete(unused);
        characters -= unused.length;
      }
      return statement;
    },
  };
}

/** Waits for locks from a timer, and every error that leaves it names the file. */
class PatientConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection;
  readonly #parts: SqliteParts;

  constructor(inner: DatabaseConnection, parts: SqliteParts) {
    this.#inner = inner;
    this.#parts = parts;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { database, opened, file, busyTimeoutMs, trouble } = this.#parts;
    while (!database.inTransaction && isLongTurn()) await laterTurn();
    const problem = opened.problem();
    if (problem && problem.code !== 'linked') throw problem;
    const stored = { ...query, parameters: query.parameters.map(toStored) };
    try {
      const result = await retryWhileLocked(() => this.#inner.executeQuery<R>(stored), busyTimeoutMs);
      trouble.worked(result.numAffectedRows !== undefined);
      return result;
    } catch (error) {
      throw trouble.met(toStorageError(error, file));
    }
  }

  // biome-ignore lint/correctness/useYield: the interface demands it, and it refuses.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('a kept statement is not streamed; read it in pages');
  }
}
