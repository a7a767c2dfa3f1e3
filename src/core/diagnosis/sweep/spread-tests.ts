import { type TenantResult, tenantCheckIds } from '../../model/checks/check.ts';
import type { Timers } from '../../model/time/clock.ts';
import { pause } from '../../model/time/pause.ts';
import { inChunks } from '../report/in-chunks.ts';
import type { BatchQueue, BatchTarget, FoundBatch } from './batch-queue.ts';
import { toInternalResult } from './internal-faults.ts';
import { asksToWait } from './late-tenants.ts';
import type { SweepOrder } from './sweep-order.ts';
import { type TenantTests, type TenantWork, testHere } from './tenant-tests.ts';
import { notTested, worstFirst } from './test-tenants.ts';

/** A batch takes some seconds. What it costs the database hardly depends on how many it has: of a large fleet it has more. */
const [SMALLEST, LARGEST, MOST_BATCHES] = [25, 100, 50];
/** Fewer are tested sooner where they are asked for. */
const LEAST = 2 * SMALLEST + 1;
const LOOK_MS = 500;
/** So long the storage may fail: a server restarts in less. */
const PATIENCE_MS = 60_000;

export interface SpreadParts {
  queue: BatchQueue;
  timers: Timers;
  now: () => number;
}

/** Opens the queue when it is first needed; undefined where there is nobody to share with. */
export type OpenSpread = () => Promise<SpreadParts | undefined>;

/** Tests that may be spread, and what ends them: until then another process could lead the run to its end. */
export interface SpreadTests extends TenantTests {
  end(): Promise<void>;
}

/** Tests on every process that takes batches, this one among them where it does. A run of few tenants stays here. */
export function createSpreadTests(order: SweepOrder, open: OpenSpread): SpreadTests {
  let end = async (): Promise<void> => {};
  return {
    end: () => end(),
    isShared: async () => (await open()) !== undefined,
    test: async (work) => {
      const { run, partner, isWhole, targets, toReference } = work;
      const isTested = (at: number): boolean => targets[at]?.excluded === undefined;
      const places = worstFirst(targets, work.first).filter(isTested);
      if (places.length < LEAST || work.connection.kind !== 'sam') return await testHere.test(work);
      const spread = await open().catch((error) => void toReference(error));
      if (!spread) return await testHere.test(work);
      const size = Math.min(LARGEST, Math.max(SMALLEST, Math.ceil(places.length / MOST_BATCHES)));
      const batches = [...inChunks(places, size)].map((chunk) => chunk.map((at) => toBatchTarget(work, at)));
      const others = [...targets.keys()].filter((at) => !isTested(at)).map((at) => toBatchTarget(work, at));
      const { queue } = spread;
      try {
        // What was found of the partner is written before what hangs on it.
        await work.keeper.settle();
        await queue.begin({ order, run, partner, isWhole, others }, batches);
      } catch (error) {
        toReference(error);
        return await testHere.test(work);
      }
      end = () => queue.end(run.id);
      return await collectBatches(work, batches, spread);
    },
  };
}

/** Waits for what others find, and tells of it as it comes. After an abort the rest is listed as not tested. */
export async function collectBatches(
  work: Pick<TenantWork, 'run' | 'targets' | 'connection' | 'signal' | 'onResult' | 'toReference'>,
  batches: readonly (readonly BatchTarget[])[],
  { queue, timers, now }: SpreadParts,
): Promise<TenantResult[]> {
  const { run, targets, connection, signal, onResult } = work;
  const results = new Array<TenantResult>(targets.length);
  const wanted = batches.reduce((sum, batch) => sum + batch.length, 0);
  let [kept, count] = [0, 0];
  let failingSince: number | undefined;
  const take = (batch: FoundBatch): void => {
    kept = batch.kept;
    for (const [index, { at }] of (batches[batch.number] ?? []).entries()) {
      const result = batch.found[index];
      if (!result || results[at]) continue;
      results[at] = result;
      count += 1;
      onResult(result, !asksToWait(result));
    }
  };
  let fault: unknown;
  while (count < wanted && !signal.aborted) {
    try {
      if (!(await queue.lead(run.id))) throw new LostRun(run.id);
      const found = await queue.found(run.id, kept);
      for (const batch of found) take(batch);
      failingSince = undefined;
      if (found.length === 0) await pause(LOOK_MS, timers, signal);
    } catch (error) {
      failingSince ??= now();
      fault = error;
      // Another process will say what came of it.
      if (error instanceof LostRun) throw error;
      if (now() - failingSince > PATIENCE_MS) break;
      await pause(LOOK_MS, timers, signal);
    }
  }
  if (signal.reason === HAND_OVER) {
    await queue.leave(run.id);
    throw new LostRun(run.id);
  }
  if (count === wanted || signal.aborted)
    return targets.map((target, at) => results[at] ?? notTested(target, connection));
  const reference = work.toReference(fault);
  return targets.map((target, at) => {
    if (results[at] || target.excluded !== undefined) return results[at] ?? notTested(target, connection);
    return toInternalResult(target.tenant, tenantCheckIds(target.only, connection.kind), reference);
  });
}

/** Why a run is cut off whose process ends: what others test goes on, and one of them leads it to its end. */
export const HAND_OVER = new Error('this process ends');

/** Another process leads the run, and this one has nothing more to say of it. */
export class LostRun extends Error {
  override readonly name = 'LostRun';

  constructor(runId: string) {
    super(`the run ${runId} is led by another process`);
  }
}

function toBatchTarget({ targets }: Pick<TenantWork, 'targets'>, at: number): BatchTarget {
  const { tenant, only } = targets[at] as TenantWork['targets'][number];
  return { at, tenant, ...(only === undefined ? {} : { only }) };
}
