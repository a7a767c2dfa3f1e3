import { type RawBuilder, sql } from 'kysely';

/** The right side of `in` for any number of texts: one parameter, where SQLite allows 32,766. */
export function anyOf(texts: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(texts)}))`;
}
