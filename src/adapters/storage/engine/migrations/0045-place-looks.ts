import type { Kysely } from 'kysely';

/** Which tenants each place that is told by tags was last told of each open group for. */
export async function createPlaceLooks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('place_looks')
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('group_id', 'text', (column) => column.notNull())
    .addColumn('mark', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('place_looks_key', ['place', 'group_id'])
    .execute();
  await db.schema.createIndex('place_looks_by_group').on('place_looks').column('group_id').execute();
}
