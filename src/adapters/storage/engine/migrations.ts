import { readdirSync, readFileSync } from 'node:fs';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres, statementsOf } from './dialect-sql.ts';
import type { Schema } from './schema.ts';

const FOLDER = new URL('migrations/', import.meta.url);

/**
 * Every migration by name, in the order of the names: `<name>.sql` for every engine, `<name>.sqlite.sql` and
 * `<name>.postgres.sql` for one. An engine without a file has nothing to do. What SQL can't say is the one export of
 * `<name>.ts`. A file is read when it is carried out, since most starts need none. What was released is never changed: add
 * the next one.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = Object.fromEntries(
  Array.from(
    Map.groupBy(readdirSync(FOLDER).sort(), (file) => file.split('.', 1)[0] ?? file),
    ([name, files]) => [name, { up: (db) => carryOut(files, db) }],
  ),
);

async function carryOut(files: readonly string[], db: Kysely<Schema>): Promise<void> {
  const foreign = isPostgres(db) ? '.sqlite.' : '.postgres.';
  for (const file of files.filter((name) => !name.includes(foreign))) {
    const url = new URL(file, FOLDER);
    if (file.endsWith('.ts')) await (await load(url))(db);
    else for (const statement of statementsOf(db, readFileSync(url, 'utf8'))) await statement.execute(db);
  }
}

async function load(file: URL): Promise<Migration['up']> {
  const [up, ...more] = Object.values<Migration['up']>(await import(file.href));
  if (!up || more.length > 0) throw new Error(`the migration ${file} has not one export`);
  return up;
}
