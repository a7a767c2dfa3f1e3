import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { CompiledQuery, sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import type { BatchQueue, RunPlan, TakenBatch } from '../../../core/diagnosis/sweep/batch-queue.ts';
import { asksToWait } from '../../../core/diagnosis/sweep/late-tenants.ts';
import { type Clock, goOnFrom } from '../../../core/model/time/clock.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Db, Trx } from '../engine/schema.ts';
import { toServerError } from '../engine/server-error.ts';
import type { StaleAfter } from '../runs/create-run-store.ts';
import { keepFindingsIn } from '../state/keep-findings.ts';
import { toFindings } from '../state/to-findings.ts';
import { BATCHES, instanceName } from './open-boss.ts';

export interface BatchQueueParts {
  db: Db;
  boss: PgBoss;
  /** The database, in what is thrown. */
  name: string;
  clock: Clock;
  staleAfter: StaleAfter;
}

/** A leader that said nothing for so long leads no more. */
const LEASE_MS = 10_000;
const ROWS_A_STATEMENT = 50;
const BATCHES_A_READ = 20;
const WORKERS_FOR_MS = 1000;
/** The server's clock: those of the processes may differ. */
const NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

interface KnownPlan {
  plan: RunPlan;
  startedAt: number | null;
  staleAfterMs: number;
}

const jobSchema = z.object({ runId: z.string(), number: z.number() });
/** How many attempts it ended: none where another one has been begun since. */
const settledSchema = z.object({ affected: z.number() });

/** Batches on a server: the queue is pg-boss', their tenants and outcomes lie beside it. Throws `StorageError`. */
export function createBatchQueue({ db, boss, name, clock, staleAfter }: BatchQueueParts): BatchQueue {
  const self = randomUUID();
  const plans = new Map<string, KnownPlan>();
  let workers = { count: 0, until: Number.NEGATIVE_INFINITY };

  const planOf = async (runId: string): Promise<KnownPlan | undefined> => {
    const known = plans.get(runId);
    if (known) return known;
    const row = await db
      .selectFrom('spreadRuns')
      .leftJoin('runs', 'runs.id', 'runId')
      .select(['plan', 'startedAt'])
      .where('runId', '=', runId)
      .executeTakeFirst();
    if (!row) return undefined;
    const made = { ...row, staleAfterMs: await staleAfter(row.plan.run.connection) };
    plans.set(runId, made);
    return made;
  };

  const toBatch = async (attempt: {
    id: string;
    retryCount: number;
    data: unknown;
  }): Promise<TakenBatch | undefined> => {
    const { runId, number } = jobSchema.parse(attempt.data);
    const known = await planOf(runId);
    const row = await db
      .updateTable('runBatches')
      .set((at) => ({ times: at('times', '+', 1) }))
      .where('runId', '=', runId)
      .where('number', '=', number)
      .where('kept', 'is', null)
      .returning(['batch', 'times'])
      .executeTakeFirst();
    if (!known || !row) return undefined;
    const { plan, startedAt, staleAfterMs } = known;
    const { connection } = plan.run;
    return {
      ...{ plan, targets: row.batch, times: row.times },
      touch: async () => void (await boss.touch(BATCHES, attempt.id)),
      giveBack: async () => void (await boss.fail(BATCHES, attempt)),
      keep: async (found) => {
        const kept = await db.transaction().execute(async (trx) => {
          const settled = await boss.complete(BATCHES, attempt, undefined, { db: withinOf(trx) });
          if (settledSchema.parse(settled).affected !== 1) return false;
          // Writers take turns, so nobody ends the run or keeps another batch meanwhile.
          const ofRun = trx.selectFrom('runBatches').where('runId', '=', runId);
          const next = ofRun.select(({ fn, lit }) => fn.coalesce(fn.max('kept'), lit(0)).as('last'));
          const row = trx.updateTable('runBatches').set({ kept: sql`(${next}) + 1`, found: [...found] });
          const there = await row.where('runId', '=', runId).where('number', '=', number).executeTakeFirstOrThrow();
          // Of a run that is over.
          if (there.numUpdatedRows === 0n) return false;
          const observation = { connection, runId, observedAt: goOnFrom(startedAt, clock.now()), staleAfterMs };
          await keepFindingsIn(trx, observation, toFindings({ tenants: found.filter((one) => !asksToWait(one)) }));
          return true;
        });
        return kept;
      },
    };
  };

  const queue: BatchQueue = {
    begin: async (plan, batches) => {
      const { id: runId, connection } = plan.run;
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('spreadRuns')
          .values({ runId, plan, leader: self, ledUntil: sql<number>`${NOW} + ${LEASE_MS}` })
          .execute();
        const first = await firstTurn(trx, connection);
        const rows = batches.map((batch, number) => ({
          ...{ runId, number, connection, turn: first + number, times: 0, kept: null, found: null },
          batch: [...batch],
        }));
        for (const chunk of inChunks(rows, ROWS_A_STATEMENT)) {
          await trx.insertInto('runBatches').values(chunk).execute();
          const jobs = chunk.map(({ number, turn }) => ({ data: { runId, number }, priority: -turn }));
          await boss.insert(BATCHES, jobs, { db: withinOf(trx) });
          await setImmediate();
        }
      });
    },
    take: async () => {
      for (;;) {
        const [job] = await boss.fetch(BATCHES, { includeMetadata: true });
        if (!job) return undefined;
        const attempt = { id: job.id, retryCount: job.retryCount, data: job.data };
        const batch = await toBatch(attempt);
        if (batch) return batch;
        // Of a run that is over.
        await boss.complete(BATCHES, attempt);
      }
    },
    found: async (runId, kept) => {
      const rows = await db
        .selectFrom('runBatches')
        .select(['kept', 'number', 'found'])
        .where('runId', '=', runId)
        .where('kept', '>', kept)
        .orderBy('kept')
        .limit(BATCHES_A_READ)
        .execute();
      return rows.map(({ kept, number, found }) => ({ kept: kept ?? 0, number, found: found ?? [] }));
    },
    lead: async (runId) => {
      const { numUpdatedRows } = await db
        .updateTable('spreadRuns')
        .set({ ledUntil: sql<number>`${NOW} + ${LEASE_MS}` })
        .where('runId', '=', runId)
        .where('leader', '=', self)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },
    leave: async (runId) => {
      const led = db.updateTable('spreadRuns').set({ leader: '', ledUntil: 0 });
      await led.where('runId', '=', runId).where('leader', '=', self).execute();
    },
    adopt: async (besides) => {
      const left = db.selectFrom('spreadRuns').select('runId').where('ledUntil', '<', NOW);
      const one = besides.length === 0 ? left : left.where('runId', 'not in', [...besides]);
      const row = await db
        .updateTable('spreadRuns')
        .set({ leader: self, ledUntil: sql<number>`${NOW} + ${LEASE_MS}` })
        .where('runId', '=', one.orderBy('runId').limit(1).forUpdate().skipLocked())
        .returning(['runId', 'plan'])
        .executeTakeFirst();
      if (!row) return undefined;
      const { runId, plan } = row;
      const batches = db.selectFrom('runBatches').select('batch').where('runId', '=', runId).orderBy('number');
      return { plan, batches: (await batches.execute()).map(({ batch }) => batch) };
    },
    underWay: async (runIds) => {
      if (runIds.length === 0) return new Set();
      const rows = await db
        .selectFrom('spreadRuns')
        .select('runId')
        .where('runId', 'in', [...runIds])
        .execute();
      const there = new Set(rows.map(({ runId }) => runId));
      for (const runId of [...plans.keys()]) if (!there.has(runId)) plans.delete(runId);
      return there;
    },
    end: async (runId) => {
      plans.delete(runId);
      await db.transaction().execute(async (trx) => {
        const led = trx.deleteFrom('spreadRuns').where('runId', '=', runId).where('leader', '=', self);
        if (!(await deleteSome(led))) return;
        await trx.deleteFrom('runBatches').where('runId', '=', runId).execute();
        const unfinished = trx.updateTable('runs').set({ status: 'interrupted' }).where('id', '=', runId);
        await unfinished.where('status', '=', 'running').execute();
      });
    },
    workers: async () => {
      if (clock.monotonicMs() < workers.until) return workers.count;
      const count = (await queue.members()).filter((one) => one.isWorker).length;
      workers = { count, until: clock.monotonicMs() + WORKERS_FOR_MS };
      return count;
    },
    members: async () => {
      const [{ now }] = (await sql<{ now: number }>`select ${NOW} as now`.execute(db)).rows as [{ now: number }];
      const live = (await boss.getInstances()).filter((one) => one.live);
      return live.map(({ name, host, pid, heartbeatOn }) => ({
        ...{ isWorker: name === instanceName('worker'), host, pid, heardMs: Math.max(0, now - heartbeatOn.getTime()) },
      }));
    },
    hold: async ({ applicationId, service, forMs }) => {
      const said = { told: self, untilAt: sql<number>`${NOW} + ${Math.round(forMs)}` };
      const told = db.insertInto('appHolds').values({ applicationId, service, ...said });
      await told.onConflict((row) => row.columns(['applicationId', 'service']).doUpdateSet(said)).execute();
    },
    holds: async () => {
      const holds = db.selectFrom('appHolds').where('untilAt', '>', NOW).where('told', '<>', self);
      return await holds.select(['applicationId', 'service', sql<number>`until_at - ${NOW}`.as('forMs')]).execute();
    },
    close: async () => await boss.stop({ graceful: false }),
  };
  return throwing(queue, name);
}

/**
 * Fair taking: batches are taken by their turns. A run begins at the turn that is next for anybody, so that a long one
 * and a short one alternate; but behind what waits of its own connection.
 */
async function firstTurn(trx: Trx, connection: string): Promise<number> {
  const waiting = trx.selectFrom('runBatches').where('times', '=', 0);
  const { next } = await waiting.select((at) => at.fn.min('turn').as('next')).executeTakeFirstOrThrow();
  const own = waiting.where('connection', '=', connection);
  const { last } = await own.select((at) => at.fn.max('turn').as('last')).executeTakeFirstOrThrow();
  return Math.max(Number(next ?? 0), Number(last ?? -1) + 1);
}

/** pg-boss' statements within a transaction. Lists go as PostgreSQL writes them: elsewhere a list is JSON. */
function withinOf(trx: Trx) {
  const plain = trx.withoutPlugins();
  const toValue = (value: unknown) => (Array.isArray(value) ? `{${value.join(',')}}` : value);
  return {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { rows } = await plain.executeQuery(CompiledQuery.raw(text, values.map(toValue)));
      return { rows: rows as unknown[] };
    },
  };
}

/** The same queue, which throws `StorageError` alone, whichever of the two below it failed. */
function throwing(queue: BatchQueue, name: string): BatchQueue {
  const methods = Object.entries(queue).map(([key, method]) => [
    key,
    async (...args: never[]): Promise<unknown> => {
      try {
        return await (method as (...args: never[]) => Promise<unknown>)(...args);
      } catch (error) {
        throw toServerError(error, name);
      }
    },
  ]);
  return Object.fromEntries(methods) as BatchQueue;
}
