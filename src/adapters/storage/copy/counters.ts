import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../engine/dialect-sql.ts';
import type { Schema } from '../engine/schema.ts';
import type { CopiedTable } from './copied-table.ts';

/** The last number that a table gave; none is given twice, also of rows that are gone. */
export async function readCounter(db: Kysely<Schema>, { name, columns: [column = ''] }: CopiedTable): Promise<number> {
  const found = isPostgres(db)
    ? sql<{
        last: number | null;
      }>`select pg_sequence_last_value(pg_get_serial_sequence(${name}, ${column})::regclass) as last`
    : sql<{ last: number | null }>`select seq as last from sqlite_sequence where name = ${name}`;
  return (await found.execute(db)).rows[0]?.last ?? 0;
}

/** The next row of the table has a higher number. */
export async function writeCounter(
  db: Kysely<Schema>,
  { name, columns: [column = ''] }: CopiedTable,
  last: number,
): Promise<void> {
  if (last === 0) return;
  if (isPostgres(db)) {
    await sql`select setval(pg_get_serial_sequence(${name}, ${column})::regclass, ${last})`.execute(db);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${name}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${name}, ${last})`.execute(db);
}
