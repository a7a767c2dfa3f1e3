import { type Kysely, sql } from 'kysely';
import type { Schema } from '../engine/schema.ts';

/** A table as both engines have it. */
export interface CopiedTable {
  name: string;
  /** Those that are written; what the database computes is not. */
  columns: readonly string[];
  /** What orders the rows and tells them apart. */
  key: readonly string[];
  /** Whether its first column counts itself. */
  counts: boolean;
}

/** Others point to them, so they are filled first. */
const FIRST = ['run_reports', 'incidents', 'alert_messages', 'schedules'];

/** Every table with what Samaritan keeps, as SQLite tells of them; on a server they are the same. */
export async function listTables(sqlite: Kysely<Schema>): Promise<CopiedTable[]> {
  const { rows } = await sql<{ name: string; column: string; pk: number; counts: number }>`
    select tables.name, columns.name as "column", columns.pk, tables.sql like '%autoincrement%' as counts
    from sqlite_schema as tables, pragma_table_xinfo(tables.name) as columns
    where tables.type = 'table' and tables.name not like 'sqlite_%' and tables.name not like 'kysely_%'
      and columns.hidden = 0
    order by tables.name, columns.cid`.execute(sqlite);
  const tables = [...Map.groupBy(rows, ({ name }) => name)].map(([name, columns]) => {
    const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
    return {
      name,
      columns: columns.map(({ column }) => column),
      // Parts of reports have no key but these two.
      key: key.length > 0 ? key.map(({ column }) => column) : ['report_id', 'part'],
      counts: columns[0]?.counts === 1,
    };
  });
  const place = ({ name }: CopiedTable): number => (FIRST.includes(name) ? 0 : 1);
  return tables.sort((one, other) => place(one) - place(other));
}
