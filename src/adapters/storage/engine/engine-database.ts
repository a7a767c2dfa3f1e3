import type { Kysely } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Witness } from '../../../core/watch/incidents/restore-watch.ts';
import type { ProcessRole } from './process-role.ts';
import type { Schema } from './schema.ts';
import type { StorageError } from './storage-error.ts';

/** Held by the one process that runs `start` on a database. The system takes it back when that process ends, however it does. */
export interface InstanceLock {
  /** Over when another may have it. Safe to call twice. */
  release(): Promise<void>;
}

/** What both engines give. Everything that differs between them is behind it, or in `dialect-sql.ts`. */
export interface EngineDatabase {
  db: Kysely<Schema>;
  /** The same, for what is read and kept before somebody has any answer: it doesn't wait for the turn of other work. Ends with `db`. */
  urgent: Kysely<Schema>;
  /** Absolute path, `:memory:`, or the server's address without its password. */
  name: string;
  /** What keeps it from being used; undefined while nothing is known to. */
  problem(): StorageError | undefined;
  /** Undefined while another process has it. */
  takeLock(): Promise<InstanceLock | undefined>;
  /** Whether a process has it. Undefined where that can't be asked. */
  isLockTaken(): Promise<boolean | undefined>;
  /** Of the turns of `start`. */
  witness: Witness;
  /** Of the number of the newest row of the audit log. */
  auditWitness: Witness;
  /** Joins the queue of the processes that share it; absent where one process has it. */
  openBoss?(role: ProcessRole): Promise<PgBoss>;
}
