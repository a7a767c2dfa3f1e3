import type { Kysely } from 'kysely';

/** Articles being walked: the step that each is at, and the rest as one value. */
export async function createWalkTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('walks')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('at_step', 'integer', (column) => column.notNull())
    .addColumn('mended', 'integer', (column) => column.notNull())
    .addColumn('moved_at', 'integer', (column) => column.notNull())
    .addColumn('walk', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('walks_by_place').on('walks').columns(['place', 'moved_at']).execute();
}
