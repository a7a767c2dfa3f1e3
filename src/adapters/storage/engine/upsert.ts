import type { Insertable, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type Column<T extends keyof Schema> = keyof Schema[T] & string;
type Tables = Record<string, Record<string, unknown>>;

/**
 * Writes rows: new ones, or `columns` of those that are there under the same key (by default all that the rows have).
 * All rows have the same columns, and no two the same key: what PostgreSQL refuses SQLite would take the last of.
 */
export async function upsert<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  key: readonly Column<T>[],
  rows: readonly Insertable<Schema[T]>[],
  columns?: readonly Column<T>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const written = columns ?? Object.keys(first).filter((name) => !key.some((one) => one === name));
  // The table is only known by its name here, so its columns are checked by the types of this function alone.
  await (db as unknown as Kysely<Tables>)
    .insertInto<string>(table)
    .values(rows as readonly Record<string, unknown>[])
    .onConflict((conflict) =>
      conflict
        .columns([...key])
        .doUpdateSet((row) => Object.fromEntries(written.map((name) => [name, row.ref(`excluded.${name}`)]))),
    )
    .execute();
}
