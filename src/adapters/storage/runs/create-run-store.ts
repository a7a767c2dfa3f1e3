import { setImmediate } from 'node:timers/promises';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import type { KnownRuns, NewRun, RunStore } from '../../../core/diagnosis/report/run-store.ts';
import { type Clock, goOnFrom, LEAST_JUMP_MS } from '../../../core/model/time/clock.ts';
import type { EngineDatabase } from '../engine/engine-database.ts';
import { lazily } from '../engine/lazily.ts';
import type { ProcessIdentity } from '../engine/process-identity.ts';
import type { Db } from '../engine/schema.ts';
import { keepFindings, keepList } from '../state/keep-findings.ts';
import { readBaseline } from '../state/read-baseline.ts';
import { toFindings } from '../state/to-findings.ts';

// A tenant whose every check begins to fail takes some 0.2 ms: a transaction stays well below 30 ms of blocking.
const TENANTS_A_TRANSACTION = 50;

/** How long a verdict of a connection counts while no other comes; milliseconds. */
export type StaleAfter = (connection: string) => Promise<number>;

interface OpenRun extends NewRun {
  staleAfterMs: number;
  /** By how much it is kept as later than its clock said. */
  laterMs: number;
}

/** Keeps what changed: see `docs/adr/0004-storage.md`. Failing calls throw `StorageError` and keep nothing by halves. */
export function createRunStore(
  { db, urgent }: Pick<EngineDatabase, 'db' | 'urgent'>,
  clock: Clock,
  owner: ProcessIdentity & { version: string },
  staleAfter: StaleAfter,
  close: () => Promise<void>,
): RunStore {
  const runs = new Map<string, OpenRun>();
  const openRun = (runId: string): OpenRun => {
    const run = runs.get(runId);
    if (!run) throw new Error(`the run ${runId} was not begun here, or has ended`);
    return run;
  };
  // What a run in the terminal doesn't need is loaded when it is used.
  const { latestRuns, currentStates, knownTenants, fleet, tenant } = lazily<KnownRuns>(async () =>
    (await import('./create-known-runs.ts')).createKnownRuns({ db, urgent }, clock),
  );
  return {
    ...{ latestRuns, currentStates, knownTenants, fleet, tenant, close },
    baseline: (connection, tenantIds, before) => readBaseline(db, connection, tenantIds, before),
    begin: async (run, options) => {
      const resumed = options !== undefined;
      const { id, kind, connection, scope } = run;
      const startedAt = resumed ? run.startedAt : await afterOthers(db, run);
      const about = { id, kind, connection, scope, startedAt, status: 'running' } as const;
      const row = { ...about, finishedAt: null, totals: null, ...owner };
      if (resumed) await db.updateTable('runs').set(owner).where('id', '=', id).execute();
      else await db.insertInto('runs').values(row).execute();
      const [staleAfterMs, laterMs] = [await staleAfter(connection), startedAt - run.startedAt];
      runs.set(id, { ...run, startedAt, staleAfterMs, laterMs });
    },
    append: async (runId, results) => {
      const { connection, staleAfterMs, startedAt } = openRun(runId);
      const observation = { connection, runId, observedAt: goOnFrom(startedAt, clock.now()), staleAfterMs };
      for (const chunk of inChunks(toFindings(results), TENANTS_A_TRANSACTION)) {
        await keepFindings(db, observation, chunk);
        await setImmediate();
      }
    },
    finish: async (runId, { status, totals, listed, ...end }) => {
      const { connection, laterMs } = openRun(runId);
      const finishedAt = end.finishedAt + laterMs;
      if (listed) await keepList(db, { connection, listed, readAt: finishedAt });
      await db.updateTable('runs').set({ status, finishedAt, totals }).where('id', '=', runId).execute();
      runs.delete(runId);
    },
  };
}

/** When it began, and not before the run that began last, nor before that one's end. */
async function afterOthers(db: Db, { connection, startedAt }: NewRun): Promise<number> {
  const last = await db
    .selectFrom('runs')
    .select(['startedAt', 'finishedAt'])
    .where('connection', '=', connection)
    .where('startedAt', '<=', startedAt + LEAST_JUMP_MS)
    .orderBy('startedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return goOnFrom(last?.finishedAt, goOnFrom(last?.startedAt, startedAt));
}
