import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../engine/schema.ts';
import type { CopiedTable } from './copied-table.ts';

type Row = Record<string, unknown>;

/** What was read of a table: how many rows, and a hash over every value in the order of the keys. */
export interface TableContent {
  rows: number;
  hash: string;
}

const ROWS_A_PAGE = 500;

/** Reads a whole table a page at a time, hands each page on, and says what was in it. The same on both engines. */
export async function readTable(
  db: Kysely<Schema>,
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

export async function writeRows(
  db: Kysely<Schema>,
  { name, columns }: CopiedTable,
  rows: readonly Row[],
): Promise<void> {
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
