import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Migration } from 'kysely/migration';

const FOLDER = new URL('migrations/', import.meta.url);

/**
 * Every migration by name, in the order of the names: a file of the folder each, whose one export carries it out. It is
 * loaded then, since most starts need none. What was released is never changed: add the next one.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => [basename(file, '.ts'), { up: async (db) => await (await load(file))(db) }]),
);

async function load(file: string): Promise<Migration['up']> {
  const [up, ...more] = Object.values<Migration['up']>(await import(new URL(file, FOLDER).href));
  if (!up || more.length > 0) throw new Error(`the migration ${file} has not one export`);
  return up;
}
