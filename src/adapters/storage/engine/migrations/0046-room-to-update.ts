import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect-sql.ts';
import type { Schema } from '../schema.ts';

/**
 * Each sweep changes every row of a tenant. On PostgreSQL the new one has room beside the old one then, so that no index has to
 * be told where it is; what is there already moves at its next change.
 */
export async function leaveRoomToUpdate(db: Kysely<Schema>): Promise<void> {
  if (!isPostgres(db)) return;
  for (const table of ['check_states', 'tenants'] as const)
    await sql`alter table ${sql.table(table)} set (fillfactor = 45)`.execute(db);
}
