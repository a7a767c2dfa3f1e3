import type { Kysely } from 'kysely';

/** Which workspaces may use a connection that was added, and in which one a place is, as far as that is known. */
export async function addWorkspaces(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('connection_workspaces')
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('workspace', 'text', (column) => column.notNull())
    .addColumn('allowed_at', 'bigint', (column) => column.notNull())
    .addColumn('allowed_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('connection_workspaces_key', ['connection_id', 'workspace'])
    .execute();
  await db.schema.alterTable('subscriptions').addColumn('workspace', 'text').execute();
  await db.schema.alterTable('run_messages').addColumn('workspace', 'text').execute();
}
