import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect-sql.ts';
import type { Schema } from '../schema.ts';

/** Roles for the tenants of a tag. In a table of their own: a version that knows none must not take them for roles over all. */
export async function createTagGrants(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tag_grants')
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull().check(sql`role in ('viewer', 'technician', 'admin')`))
    .addColumn('granted_at', 'bigint', (column) => column.notNull())
    .addColumn('granted_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tag_grants_key', ['subject', 'tag'])
    .execute();
  // Walks were given a column that takes no time of today there.
  if (isPostgres(db as Kysely<Schema>))
    await db.schema
      .alterTable('walks')
      .alterColumn('moved_at', (column) => column.setDataType('bigint'))
      .execute();
}
