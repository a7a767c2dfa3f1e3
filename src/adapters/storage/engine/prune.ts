import { setImmediate } from 'node:timers/promises';
import type { Kysely, RawBuilder } from 'kysely';
import type { Schema } from './schema.ts';

export interface PruneStep {
  limit: number;
  statement: (limit: number) => RawBuilder<unknown>;
}

/** Takes each step once, each in a few milliseconds. Returns whether more is left. */
export async function prune(db: Kysely<Schema>, steps: readonly PruneStep[]): Promise<boolean> {
  let more = false;
  for (const { limit, statement } of steps) {
    const deleted = await statement(limit).execute(db);
    if (Number(deleted.numAffectedRows ?? 0) >= limit) more = true;
    await setImmediate();
  }
  return more;
}
