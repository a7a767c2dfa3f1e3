import { type Kysely, sql } from 'kysely';
import { isPostgres } from './dialect-sql.ts';
import type { Schema } from './schema.ts';

/** Several reads that see one state of the database, whoever writes meanwhile. Takes no lock that a writer waits for. */
export async function inSnapshot<T>(db: Kysely<Schema>, read: (snapshot: Kysely<Schema>) => Promise<T>): Promise<T> {
  const begin = isPostgres(db) ? sql`begin isolation level repeatable read read only` : sql`begin`;
  return await db.connection().execute(async (snapshot) => {
    await begin.execute(snapshot);
    try {
      return await read(snapshot);
    } finally {
      // SQLite may have ended it by itself, after an error that must not be hidden by a second one.
      await sql`rollback`.execute(snapshot).catch(() => {});
    }
  });
}
