import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import type { LastTrouble } from './last-trouble.ts';
import { preparing, wasNotAsPrepared } from './preparing.ts';
import { toServerError } from './server-error.ts';
import { toServerValue, withNul } from './server-value.ts';
import type { StorageError } from './storage-error.ts';

/** Statements of their own are repeated so often where the server ended them for the sake of another: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const TRIES = 3;
/**
 * After a failover an old connection may lead to the server that became the copy, and would for ever: it is made anew. So
 * is one that was not answered in time, whose answer may still come.
 */
const READ_ONLY = '25006';
const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE']);
/** Whole numbers of 64 bits and sums of them: pg gives texts. Ours are times and counts, far below 2^53. */
const NUMBERS: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);

/**
 * A pool whose connections take and give what SQLite's do (0 or 1, JSON as text), outlive a server that drops them,
 * and throw `StorageError` alone. `problem` is asked before each statement, and `trouble` told how each ended.
 */
export class PatientPool implements PostgresPool {
  readonly options: object;
  readonly #pool: Pool;
  readonly #name: string;
  readonly #problem: () => StorageError | undefined;
  readonly #trouble: LastTrouble;
  readonly #clients = new WeakMap<PoolClient, PostgresPoolClient>();

  constructor(config: PoolConfig, name: string, problem: () => StorageError | undefined, trouble: LastTrouble) {
    this.#pool = new Pool({ ...config, ...preparing(), types: { getTypeParser } });
    this.options = this.#pool.options;
    this.#name = name;
    this.#problem = problem;
    this.#trouble = trouble;
    // A connection that the server drops is made anew by the pool; without a listener the process would end.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      const client = await this.#pool.connect();
      const known = this.#clients.get(client) ?? this.#wrap(client);
      this.#clients.set(client, known);
      return known;
    } catch (error) {
      throw this.#trouble.met(toServerError(error, this.#name));
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  #wrap(client: PoolClient): PostgresPoolClient {
    let inTransaction = false;
    let isOver = false;
    const query = async (text: string, parameters: readonly unknown[] = []): Promise<unknown> => {
      const problem = this.#problem();
      if (problem) throw problem;
      // It ends with its connection.
      if (isOver && text === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] };
      if (/^(begin|start)\b/i.test(text)) inTransaction = true;
      if (/^(commit|rollback)$/i.test(text)) inTransaction = false;
      for (let tries = 1; ; tries += 1) {
        try {
          const result = await client.query(text, parameters.map(toServerValue));
          this.#trouble.worked(WRITES.has(result.command));
          return result;
        } catch (error) {
          const again = !inTransaction && tries < TRIES && (isConflict(error) || wasNotAsPrepared(error));
          const failed = toServerError(error, this.#name);
          isOver ||= systemCodeOf(error) === READ_ONLY || failed.code === 'unreachable';
          if (!again) throw this.#trouble.met(failed);
        }
      }
    };
    // Kysely's cursors are not used.
    return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy || isOver) };
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === types.builtins.TEXT) return withNul;
  return NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format ?? 'text');
}

function isConflict(error: unknown): boolean {
  const code = systemCodeOf(error);
  return code === '40001' || code === '40P01';
}
