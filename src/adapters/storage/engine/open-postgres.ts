import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  type TransactionSettings,
} from 'kysely';
import type { ClientConfig } from 'pg';
import { ColumnPlugin } from './column-plugin.ts';
import type { EngineDatabase } from './engine-database.ts';
import { createFileWitness } from './file-witness.ts';
import { LastTrouble } from './last-trouble.ts';
import { migrate } from './migrate.ts';
import { PatientPool } from './patient-pool.ts';
import { toServerKey } from './postgres-keys.ts';
import { PostgresLock } from './postgres-lock.ts';
import type { Schema } from './schema.ts';
import type { ServerAddress } from './server-address.ts';
import { toServerError } from './server-error.ts';
import { StorageError } from './storage-error.ts';

/** Connections of one process; the lock of `start` has one more. */
const MOST_CONNECTIONS = 10;
const LONGEST_STATEMENT_MS = 60_000;
/** A server that is frozen ends nothing itself. */
const NO_ANSWER_MS = LONGEST_STATEMENT_MS + 5000;

/** See `openDatabase`. Waiting for another's turn to write is bounded by `busyTimeoutMs`. */
export async function openPostgres(
  address: ServerAddress,
  busyTimeoutMs: number,
  onDamaged: (error: StorageError) => void,
): Promise<EngineDatabase> {
  const name = String(address);
  const config = await toClientConfig(address, name, busyTimeoutMs);
  const lock = new PostgresLock(config, name);
  const trouble = new LastTrouble();
  const pool = new PatientPool({ ...config, max: MOST_CONNECTIONS }, name, () => lock.problem(), trouble);
  const db = new Kysely<Schema>({
    dialect: new TakingTurnsDialect(pool),
    plugins: [new ColumnPlugin(name, onDamaged)],
  });
  try {
    await migrate(db.withoutPlugins(), name);
  } catch (error) {
    await db.destroy();
    throw toServerError(error, name);
  }
  const { host, port, database } = address.parts;
  // Not in the database, where a restored one would have an old one.
  const beside = resolve('data', [host, port, database].join('-').replace(/[^\w.-]/g, '_'));
  return {
    ...{ db, urgent: db, name },
    problem: () => lock.problem() ?? trouble.problem(),
    takeLock: () => lock.take(),
    isLockTaken: () => lock.isTaken(db),
    openBoss: async (role) => (await import('../queue/open-boss.ts')).openBoss(config, name, role),
    witness: createFileWitness(`${beside}.turn`),
    auditWitness: createFileWitness(`${beside}.audit`),
  };
}

async function toClientConfig(
  { parts: { password, tls, certificateFile, ...parts } }: ServerAddress,
  name: string,
  busyTimeoutMs: number,
): Promise<ClientConfig> {
  return {
    ...parts,
    ...(password === undefined ? {} : { password: password.reveal() }),
    ssl: tls && { rejectUnauthorized: true, ...(await readAuthority(certificateFile, name)) },
    application_name: 'samaritan',
    keepAlive: true,
    connectionTimeoutMillis: Math.max(10_000, busyTimeoutMs),
    statement_timeout: LONGEST_STATEMENT_MS,
    query_timeout: NO_ANSWER_MS,
    idle_in_transaction_session_timeout: LONGEST_STATEMENT_MS,
    // 0 would wait for ever.
    lock_timeout: Math.max(1, busyTimeoutMs),
  };
}

async function readAuthority(file: string | undefined, name: string): Promise<{ ca?: string }> {
  if (file === undefined) return {};
  try {
    return { ca: await readFile(file, 'utf8') };
  } catch (cause) {
    throw new StorageError('untrusted', name, { detail: `the file of sslrootcert cannot be read`, cause });
  }
}

/**
 * Kysely's PostgreSQL with what the stores are used to from SQLite: transactions that write take turns, so that what one
 * has read is so until it ends, and those that only read see one state.
 */
class TakingTurnsDialect extends PostgresDialect {
  readonly #pool: PostgresPool;

  constructor(pool: PostgresPool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): PostgresDriver {
    return new TakingTurnsDriver({ pool: this.#pool });
  }
}

class TakingTurnsDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (settings.accessMode === 'read only')
      return await super.beginTransaction(connection, { isolationLevel: 'repeatable read', ...settings });
    if (settings.isolationLevel ?? settings.accessMode)
      throw new Error('transactions that take turns have no settings');
    try {
      // In one go: every transaction begins with both.
      await connection.executeQuery(CompiledQuery.raw(`begin; select pg_advisory_xact_lock(${toServerKey('turn')})`));
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
      throw error;
    }
  }
}
