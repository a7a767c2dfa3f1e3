import type { Kysely } from 'kysely';

/** Tells whoever has looked up who has which tag whether that may be another now; and when delegated access ends. */
export async function createTagRevisions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tag_revisions')
    .addColumn('connection', 'text', (column) => column.primaryKey())
    .addColumn('tenants', 'bigint', (column) => column.notNull())
    .addColumn('causes', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('relationship_ends')
    .addColumn('connection', 'text', (column) => column.primaryKey())
    .addColumn('ends', 'text', (column) => column.notNull())
    .execute();
}
