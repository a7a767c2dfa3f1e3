import { sql } from 'kysely';
import type { StateRevision } from '../../../core/watch/incidents/incident-store.ts';
import type { Db, Trx } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** The revision of a connection's state, or of that of all. */
export async function readRevision(db: Db, connection: string | null): Promise<StateRevision> {
  const own = sql<number>`(
    select coalesce(sum(revision), 0) from watch_connections
    where ${connection === null ? sql`true` : sql`connection = ${connection}`})`;
  const row = await db
    .selectFrom('watchState')
    .select(['revision as shared', 'nextNumber', own.as('own')])
    .executeTakeFirstOrThrow();
  return { connection, ...row };
}

/**
 * Takes the next revision, and the numbers up to `nextNumber` where that isn't null. False where the state has changed
 * since it was read. Within a transaction that writes what was planned from it.
 */
export async function takeRevision(trx: Trx, read: StateRevision, nextNumber: number | null): Promise<boolean> {
  const { connection } = read;
  const now = await readRevision(trx, connection);
  if (now.shared !== read.shared || now.own !== read.own) return false;
  if (nextNumber !== null) {
    if (now.nextNumber !== read.nextNumber) return false;
    await trx.updateTable('watchState').set({ nextNumber }).execute();
  }
  if (connection === null) await raiseSharedRevision(trx);
  else {
    const row = { connection, sharedCauses: [], listReadAt: null, revision: now.own + 1 };
    await upsert(trx, 'watchConnections', ['connection'], [row], ['revision']);
  }
  return true;
}

/** What was planned before this for any connection is planned again. */
export async function raiseSharedRevision(trx: Trx): Promise<void> {
  await trx
    .updateTable('watchState')
    .set((row) => ({ revision: row('revision', '+', 1) }))
    .execute();
}
