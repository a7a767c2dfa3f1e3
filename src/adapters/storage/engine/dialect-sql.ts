import { type Kysely, PostgresAdapter, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from './schema.ts';

// What the two engines say in different words stands here, so that the stores have one set of queries.

type Db = Pick<Kysely<Schema>, 'getExecutor'>;

export function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

const TYPES: Readonly<Record<string, string>> = { text: 'text collate "C"', integer: 'bigint', blob: 'bytea' };

/**
 * The statements of a migration, each of which ends a line. On PostgreSQL text sorts by its bytes and whole numbers have
 * 64 bits, as they do on SQLite.
 */
export function statementsOf(db: Db, text: string): RawBuilder<unknown>[] {
  const own = isPostgres(db) ? text.replaceAll(/\b(?:text|integer|blob)\b/g, (type) => TYPES[type] ?? type) : text;
  return own.split(/;\r?\n/).flatMap((statement) => (statement.trim() === '' ? [] : [sql.raw(statement)]));
}

/** The right side of `in` for any number of texts: one parameter, where SQLite allows 32,766. */
export function anyOf(db: Db, texts: readonly string[]): RawBuilder<string> {
  const json = JSON.stringify(texts);
  if (isPostgres(db)) return sql<string>`(select value from json_array_elements_text(${json}::json) as list (value))`;
  return sql<string>`(select value from json_each(${json}))`;
}

/**
 * Whether a column is one of any number of texts. As an array PostgreSQL looks each of them up in an index; of the list
 * above it guesses the length, and where a table is new it rather reads all rows of a connection.
 */
export function among(db: Db, column: string, texts: readonly string[]): RawBuilder<SqlBool> {
  if (!isPostgres(db)) return sql<SqlBool>`${sql.ref(column)} in ${anyOf(db, texts)}`;
  return sql<SqlBool>`${sql.ref(column)} = any(array${anyOf(db, texts)})`;
}

/** The same of whole numbers. */
export function amongNumbers(db: Db, column: string, numbers: readonly number[]): RawBuilder<SqlBool> {
  if (!isPostgres(db)) return sql<SqlBool>`${sql.ref(column)} in (${sql.join(numbers)})`;
  return sql<SqlBool>`${sql.ref(column)} = any(cast(${`{${numbers}}`} as bigint[]))`;
}

/** All texts of a column in a group, in their order, as one JSON text: thousands of rows would take longer to be made. */
export function gathered(db: Db, column: string): RawBuilder<string> {
  const texts = sql`${sql.ref(column)} order by ${sql.ref(column)}`;
  return isPostgres(db) ? sql<string>`cast(json_agg(${texts}) as text)` : sql<string>`json_group_array(${texts})`;
}

/** Whether the text of a column holds another, letter by letter. */
export function holdsText(db: Db, column: string, text: string): RawBuilder<boolean> {
  const place = isPostgres(db) ? sql`strpos` : sql`instr`;
  return sql<boolean>`${place}(${sql.ref(column)}, ${text}) > 0`;
}

/** Names of the tables that have a column. */
export async function tablesWith(db: Kysely<Schema>, column: string): Promise<string[]> {
  const found = isPostgres(db)
    ? sql<{ name: string }>`
        select table_name as name from information_schema.columns
        where table_schema = current_schema() and column_name = ${column}`
    : sql<{ name: string }>`
        select tables.name from sqlite_schema as tables, pragma_table_info(tables.name) as columns
        where tables.type = 'table' and columns.name = ${column}`;
  return (await found.execute(db)).rows.map((row) => row.name);
}

/** After a table: read it by this index, where SQLite's planner would take another. */
export function byIndex(db: Db, name: string): RawBuilder<unknown> {
  return isPostgres(db) ? sql`` : sql`indexed by ${sql.ref(name)}`;
}

/** A value whose column PostgreSQL can't see from where it stands. */
export function bigint(value: number | null): RawBuilder<number> {
  return sql<number>`cast(${value} as bigint)`;
}
