import { type Insertable, type Kysely, sql } from 'kysely';
import { isPostgres } from './dialect-sql.ts';
import type { Schema } from './schema.ts';
import { toServerValue } from './server-value.ts';

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
  await insertRows(db, table, rows)
    .onConflict((conflict) =>
      conflict
        .columns([...key])
        .doUpdateSet((row) => Object.fromEntries(written.map((name) => [name, row.ref(`excluded.${name}`)]))),
    )
    .execute();
}

/**
 * Rows to be inserted; null stands where one lacks what another has. PostgreSQL gets them as one parameter: to read and plan
 * a thousand takes longer than to write their rows.
 */
export function insertRows<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
) {
  // The table is only known by its name here, so its columns are checked by the types of this function alone.
  const into = (db as unknown as Kysely<Tables>).insertInto<string>(table);
  const some = rows as readonly Record<string, unknown>[];
  if (!isPostgres(db)) return into.values(some);
  const names = [...new Set(some.flatMap(Object.keys))];
  const stored = new Map(names.map((name) => [name, name.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)]));
  const texts = some.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [stored.get(name), toText(value)])),
  );
  const columns = sql.join(names.map((name) => sql.ref(name)));
  const read = sql`select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${texts}::json)`;
  return into.columns(names).expression(read);
}

/** Half a pair, which a parameter of its own would lose, is no JSON for the server. */
function toText(value: unknown): unknown {
  const text = toServerValue(value);
  return typeof text === 'string' ? text.toWellFormed() : text;
}
