import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Several reads that see one state of the database, whoever writes meanwhile. Takes no lock that a writer waits for. */
export async function inSnapshot<T>(db: Kysely<Schema>, read: (snapshot: Kysely<Schema>) => Promise<T>): Promise<T> {
  return await db.transaction().setAccessMode('read only').execute(read);
}
