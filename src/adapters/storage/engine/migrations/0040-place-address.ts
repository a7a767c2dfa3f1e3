import type { Kysely } from 'kysely';

/** Where whoever has the place of `start` is reached by the others. */
export async function addPlaceAddress(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instance').addColumn('address', 'text').execute();
}
