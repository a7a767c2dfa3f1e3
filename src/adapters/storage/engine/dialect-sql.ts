import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';

// What the stores say in SQLite's own words stands here, so that another database needs these few in its own.

/** The right side of `in` for any number of texts: one parameter, where SQLite allows 32,766. */
export function anyOf(texts: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(texts)}))`;
}

/** Whether the text of a column holds another, letter by letter. */
export function holdsText(column: string, text: string): RawBuilder<boolean> {
  return sql<boolean>`instr(${sql.ref(column)}, ${text}) > 0`;
}

/** Names of the tables that have a column. */
export async function tablesWith(db: Kysely<Schema>, column: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tables.name from sqlite_schema as tables, pragma_table_info(tables.name) as columns
    where tables.type = 'table' and columns.name = ${column}`.execute(db);
  return rows.map((row) => row.name);
}

/** After a table: read it by this index, where the planner would take another. */
export function byIndex(name: string): RawBuilder<unknown> {
  return sql`indexed by ${sql.ref(name)}`;
}
