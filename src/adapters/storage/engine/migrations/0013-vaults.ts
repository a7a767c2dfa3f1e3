import type { Kysely } from 'kysely';

/** A connection that was added may have its secrets in a key vault, and its token there under the id of one tenant. */
export async function addVaults(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('connections').addColumn('vault_url', 'text').execute();
  await db.schema.alterTable('connections').addColumn('direct_tenant', 'text').execute();
}
