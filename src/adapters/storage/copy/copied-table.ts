import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { isPostgres } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';

export interface CopiedTable {
  name: string;
  /** Those that are written; what the database computes is not. */
  columns: readonly string[];
  key: readonly string[];
  /** Whether its first column counts itself. */
  counts: boolean;
}

/** Others point to them, so they are filled first. */
const FIRST = ['run_reports', 'incidents', 'alert_messages', 'schedules'];

/** Every table with what Samaritan keeps, as SQLite tells of them; on a server they are the same. */
export async function listTables(sqlite: Db): Promise<CopiedTable[]> {
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

type Row = Record<string, unknown>;

/** What was read of a table: how many rows, and a hash over every value in the order of the keys. */
interface TableContent {
  rows: number;
  hash: string;
}

const ROWS_A_PAGE = 500;

/** Reads a whole table a page at a time, hands each page on, and says what was in it. The same on both engines. */
export async function readTable(
  db: Db,
  { name, columns, key }: CopiedTable,
  onPage: (rows: readonly Row[]) => Promise<void> = async () => {},
): Promise<TableContent> {
  const hash = createHash('sha256');
  const [all, keys] = [columns, key].map((names) => sql.join(names.map((one) => sql.ref(one))));
  let rows = 0;
  for (let last: Row | undefined; ; ) {
    const after = last ? sql`where (${keys}) > (${sql.join(key.map((one) => last?.[one]))})` : sql``;
    const page = await sql<Row>`
      select ${all} from ${sql.table(name)} ${after} order by ${keys} limit ${ROWS_A_PAGE}`.execute(db);
    for (const row of page.rows) for (const column of columns) hash.update(toBytes(row[column]));
    if (page.rows.length > 0) await onPage(page.rows);
    rows += page.rows.length;
    last = page.rows.at(-1);
    if (page.rows.length < ROWS_A_PAGE) return { rows, hash: hash.digest('hex') };
  }
}

export async function writeRows(db: Db, { name, columns }: CopiedTable, rows: readonly Row[]): Promise<void> {
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  const names = sql.join(columns.map((one) => sql.ref(one)));
  await sql`insert into ${sql.table(name)} (${names}) values ${sql.join(values)}`.execute(db);
}

/** Each value with its kind and length, so that no two contents look alike. */
function toBytes(value: unknown): Buffer {
  const bytes = ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : undefined;
  const text = bytes ?? Buffer.from(value === null ? '' : String(value));
  return Buffer.concat([
    Buffer.from(`${value === null ? 'null' : bytes ? 'bytes' : typeof value} ${text.length} `),
    text,
  ]);
}

/** The last number that a table gave; none is given twice, also of rows that are gone. */
export async function readCounter(db: Db, { name, columns: [column = ''] }: CopiedTable): Promise<number> {
  const found = isPostgres(db)
    ? sql<{
        last: number | null;
      }>`select pg_sequence_last_value(pg_get_serial_sequence(${name}, ${column})::regclass) as last`
    : sql<{ last: number | null }>`select seq as last from sqlite_sequence where name = ${name}`;
  return (await found.execute(db)).rows[0]?.last ?? 0;
}

/** The next row of the table has a higher number. */
export async function writeCounter(db: Db, { name, columns: [column = ''] }: CopiedTable, last: number): Promise<void> {
  if (last === 0) return;
  if (isPostgres(db)) {
    await sql`select setval(pg_get_serial_sequence(${name}, ${column})::regclass, ${last})`.execute(db);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${name}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${name}, ${last})`.execute(db);
}
