import { setImmediate } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';

export interface PruneStep {
  limit: number;
  statement: RawBuilder<unknown>;
}

/** Deletes at most so many rows of a table, named by their key, for which the condition holds. */
export function deletion(table: string, key: string, limit: number, condition: RawBuilder<unknown>): PruneStep {
  const [rows, columns] = [sql.raw(table), sql.raw(key)];
  const some = sql`select ${columns} from ${rows} where ${condition} limit ${limit}`;
  return { limit, statement: sql`delete from ${rows} where (${columns}) in (${some})` };
}

/** Takes each step once, each in a few milliseconds. Returns whether more is left. */
export async function prune(db: Kysely<Schema>, steps: readonly PruneStep[]): Promise<boolean> {
  let more = false;
  for (const { limit, statement } of steps) {
    const deleted = await statement.execute(db);
    if (Number(deleted.numAffectedRows ?? 0) >= limit) more = true;
    await setImmediate();
  }
  return more;
}
