import { type RawBuilder, sql } from 'kysely';

// What the stores say in SQLite's own words stands here, so that another database needs these few in its own.

/** The right side of `in` for any number of texts: one parameter, where SQLite allows 32,766. */
export function anyOf(texts: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(texts)}))`;
}

/** Whether the text of a column holds another, letter by letter. */
export function holdsText(column: string, text: string): RawBuilder<boolean> {
  return sql<boolean>`instr(${sql.ref(column)}, ${text}) > 0`;
}

/** After a table: read it by this index, where the planner would take another. */
export function byIndex(name: string): RawBuilder<unknown> {
  return sql`indexed by ${sql.ref(name)}`;
}
