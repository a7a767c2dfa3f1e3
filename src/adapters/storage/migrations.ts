import type { Migration } from 'kysely/migration';
import { createRunTables } from './migrations/0001-runs.ts';

/** Every migration by name, in the order of the names. What was released is never changed: add the next one. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-runs': { up: createRunTables },
};
