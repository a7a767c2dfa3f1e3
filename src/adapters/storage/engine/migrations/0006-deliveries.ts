import { type Kysely, sql } from 'kysely';

/** How often a delivery was refused, since when it may have arrived, and where a message stands a second time. */
export async function addDeliveryColumns(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox add column refusals integer not null default 0`.execute(db);
  await sql`alter table outbox add column maybe_sent_at integer`.execute(db);
  await sql`
    alter table alert_messages add column copies text not null default '[]' check (json_valid(copies))`.execute(db);
}
