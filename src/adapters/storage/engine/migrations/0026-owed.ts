import type { Kysely } from 'kysely';

/** Who asked for what a message shows takes the place of the workspace alone. */
export async function keepWhoAsked(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('run_messages').addColumn('asked', 'text').execute();
  await db.schema.alterTable('run_messages').dropColumn('workspace').execute();
}
