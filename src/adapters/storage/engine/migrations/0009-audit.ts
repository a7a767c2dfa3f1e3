import { type Kysely, sql } from 'kysely';

/** Each row of the audit log has a code over itself and the rows before, and a refusal counts those like it. */
export async function chainAudit(db: Kysely<unknown>): Promise<void> {
  await sql`alter table audit_log add column hash text`.execute(db);
  await sql`alter table audit_log add column times integer not null default 1`.execute(db);
  await sql`alter table audit_log add column times_mac text`.execute(db);
}
