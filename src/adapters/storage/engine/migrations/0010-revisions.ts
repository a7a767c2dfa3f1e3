import { type Kysely, sql } from 'kysely';

/** A connection has a revision of its own, so that sweeps of several don't wait for each other. */
export async function addRevisions(db: Kysely<unknown>): Promise<void> {
  await sql`alter table watch_connections add column revision integer not null default 0`.execute(db);
}
