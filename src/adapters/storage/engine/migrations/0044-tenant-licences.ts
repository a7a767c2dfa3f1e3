import type { Kysely } from 'kysely';

/** What tenants own, as a sweep has read it last. */
export async function createTenantLicences(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tenant_licences')
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('owned', 'text')
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tenant_licences_key', ['connection', 'tenant_id'])
    .execute();
}
