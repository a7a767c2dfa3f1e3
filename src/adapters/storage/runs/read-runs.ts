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
  const rows = await db
    .selectFrom('runs')
    .select(['id', 'kind', 'scope', 'status', 'started_at', 'finished_at', 'totals'])
    .where('connection', '=', connection)
    .orderBy((eb) => eb('started_at', '>', now + LEAST_JUMP_MS))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, kind, scope, status, started_at, finished_at, totals }) => ({
    id,
    kind,
    connection,
    scope,
    status,
    startedAt: started_at,
    finishedAt: finished_at,
    totals: totals === null ? null : JSON.parse(totals),
  }));
}
