import type { Kysely } from 'kysely';
import type { RunSummary } from '../../../core/diagnosis/report/run-store.ts';
import { LEAST_JUMP_MS } from '../../../core/model/time/clock.ts';
import type { Schema } from '../engine/schema.ts';

/** See `RunStore.latestRuns`. Runs of a clock that was ahead come last: nobody knows when they were. */
export async function readLatestRuns(
  db: Kysely<Schema>,
  connection: string,
  limit: number,
  now: number,
): Promise<RunSummary[]> {
  return await db
    .selectFrom('runs')
    .select(['id', 'kind', 'connection', 'scope', 'status', 'startedAt', 'finishedAt', 'totals'])
    .where('connection', '=', connection)
    .orderBy((eb) => eb('startedAt', '>', now + LEAST_JUMP_MS))
    .orderBy('startedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
