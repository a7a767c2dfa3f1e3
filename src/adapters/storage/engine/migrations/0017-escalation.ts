import type { Kysely } from 'kysely';

/** How long a place waits for somebody else to acknowledge, where it is told after that alone. */
export async function addEscalation(db: Kysely<unknown>): Promise<void> {
  // A strict table of SQLite knows no bigint; a week in milliseconds fits into PostgreSQL's integer.
  await db.schema.alterTable('subscriptions').addColumn('after_ms', 'integer').execute();
}
