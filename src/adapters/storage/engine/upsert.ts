import { CompiledQuery, type Insertable, type Kysely } from 'kysely';
import { isPostgres } from './dialect-sql.ts';
import type { Schema } from './schema.ts';
import { toServerValue } from './server-value.ts';

type Column<T extends keyof Schema> = keyof Schema[T] & string;
type Row = Readonly<Record<string, unknown>>;

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
  if (rows.length === 0) return;
  const names = namesOf(rows);
  const written = columns ?? names.filter((name) => !key.some((one) => one === name));
  const sets = written.map((name) => `${toStoredName(name)} = excluded.${toStoredName(name)}`).join(', ');
  const end = `on conflict (${key.map(toStoredName).join(', ')}) do update set ${sets}`;
  await write(db, table, { names, rows, end });
}

/** Writes new rows. A column in which nothing stands is not written. */
export async function insertRows<T extends keyof Schema & string>(
  db: Kysely<Schema>,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
): Promise<void> {
  const some: readonly Row[] = rows;
  const names = namesOf(some).filter((name) => some.some((row) => (row[name] ?? null) !== null));
  await write(db, table, { names, rows: some, end: '' });
}

/**
 * The text is put together here: with thousands of values Kysely takes longer to build and compile it than SQLite to
 * write them. Null stands where a row lacks what another has. PostgreSQL gets its rows as one parameter: to read and plan a thousand takes longer than to write them.
 */
async function write(
  db: Kysely<Schema>,
  table: string,
  { names, rows, end }: { names: readonly string[]; rows: readonly Row[]; end: string },
): Promise<void> {
  const [into, columns] = [toStoredName(table), names.map(toStoredName).join(', ')];
  const begin = `insert into ${into} (${columns})`;
  if (isPostgres(db)) {
    const stored = names.map((name) => [name, toSnakeCase(name)] as const);
    const texts = rows.map((row) => Object.fromEntries(stored.map(([name, column]) => [column, toText(row[name])])));
    const read = `select ${columns} from json_populate_recordset(null::${into}, $1::json)`;
    await db.executeQuery(CompiledQuery.raw(`${begin} ${read} ${end}`, [texts]));
    return;
  }
  const [one, values] = [
    `(${names.map(() => '?').join(', ')})`,
    rows.flatMap((row) => names.map((name) => row[name] ?? null)),
  ];
  const all = `${`${one}, `.repeat(rows.length - 1)}${one}`;
  await db.executeQuery(CompiledQuery.raw(`${begin} values ${all} ${end}`, values));
}

const namesOf = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap(Object.keys))];
const toSnakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`);
const toStoredName = (name: string): string => `"${toSnakeCase(name)}"`;

/** Half a pair, which a parameter of its own would lose, is no JSON for the server. */
function toText(value: unknown): unknown {
  const text = toServerValue(value);
  return typeof text === 'string' ? text.toWellFormed() : text;
}
