import type { Kysely } from 'kysely';

/** Runs whose tenants several processes test, their batches, and what Microsoft told one of these processes. */
export async function createBatchTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('spread_runs')
    .addColumn('run_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('leader', 'text', (column) => column.notNull())
    .addColumn('led_until', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('run_batches')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('turn', 'integer', (column) => column.notNull())
    .addColumn('times', 'integer', (column) => column.notNull())
    .addColumn('batch', 'text', (column) => column.notNull())
    .addColumn('kept', 'integer')
    .addColumn('found', 'text')
    .addPrimaryKeyConstraint('run_batches_key', ['run_id', 'number'])
    .execute();
  await db.schema.createIndex('run_batches_by_kept').on('run_batches').columns(['run_id', 'kept']).execute();
  await db.schema
    .createTable('app_holds')
    .addColumn('application_id', 'text', (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('until_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('app_holds_key', ['application_id', 'service'])
    .execute();
}
