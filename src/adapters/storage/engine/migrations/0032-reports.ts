import type { Kysely } from 'kysely';

/** What is reported every week or month, and what mended an incident. */
export async function createReportTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('standing_reports')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text')
    .addColumn('tagged', 'text')
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('every', 'text', (column) => column.notNull())
    .addColumn('hour', 'integer', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('asker', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('reported_until', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.alterTable('incidents').addColumn('mended_by', 'text').execute();
}
