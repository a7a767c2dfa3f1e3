import type { DeleteQueryBuilder, DeleteResult } from 'kysely';
import type { Schema } from './schema.ts';

/** Carries out a deletion. Whether there was anything to delete. */
export async function deleteSome<T extends keyof Schema>(
  deletion: DeleteQueryBuilder<Schema, T, DeleteResult>,
): Promise<boolean> {
  return (await deletion.executeTakeFirstOrThrow()).numDeletedRows > 0n;
}
