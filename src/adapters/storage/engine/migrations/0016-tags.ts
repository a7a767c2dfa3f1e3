import type { Kysely } from 'kysely';

/** Tags of tenants, the rules that give them, and what is scheduled or told by them. */
export async function createTagTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tenant_tags')
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tenant_tags_key', ['connection', 'tag', 'tenant_id'])
    .execute();
  await db.schema
    .createTable('tag_rules')
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tag_rules_key', ['connection', 'tag'])
    .execute();
  for (const table of ['schedules', 'subscriptions'])
    await db.schema.alterTable(table).addColumn('tagged', 'text').execute();
}
