import { describe, expect, it } from 'vitest';
import type { BatchQueue, TakenBatch } from '../../../../src/core/diagnosis/sweep/batch-queue.ts';
import { BatchWorker } from '../../../../src/core/diagnosis/sweep/batch-worker.ts';
import { createSpreadTests } from '../../../../src/core/diagnosis/sweep/spread-tests.ts';
import type { TenantResult } from '../../../../src/core/model/checks/check.ts';
import type { Timers } from '../../../../src/core/model/time/clock.ts';
import { WORKING } from '../../chat/harness.ts';
import { code, customers, fakeCloud, pass, refuse } from '../../fake-cloud.ts';
import { partnerResult } from '../../fixtures.ts';
import { reportOf } from './sweep-fake.ts';

const ORDER = { connection: 'default', tenants: [], by: 'Ada', workspaceId: null };
const timers: Timers = {
  after: (_, run) => {
    const timer = setImmediate(run);
    return () => clearImmediate(timer);
  },
};
const clock = { now: () => 1000, monotonicMs: () => performance.now() };

const broken = async (): Promise<never> => {
  throw new Error('the database is gone');
};

/** A queue of one batch, which is taken again each time it is given back. */
function queueOf(batch: Partial<TakenBatch>): {
  queue: BatchQueue;
  kept: Promise<readonly TenantResult[]>;
  times: () => number;
} {
  const { promise: kept, resolve } = Promise.withResolvers<readonly TenantResult[]>();
  let [times, isFree] = [0, true];
  const taken: Omit<TakenBatch, 'times'> = {
    plan: {
      order: ORDER,
      run: { id: 'RUN', kind: 'testtokens', connection: 'default', startedAt: 1 },
      ...{ partner: partnerResult(), isWhole: true, others: [] },
    },
    targets: customers(2).map((tenant, at) => ({ at, tenant })),
    touch: async () => {},
    giveBack: async () => {
      isFree = true;
    },
    keep: async (found) => {
      resolve(found);
      return true;
    },
    ...batch,
  };
  const queue: BatchQueue = {
    ...{
      begin: broken,
      found: broken,
      lead: broken,
      leave: broken,
      adopt: broken,
      end: broken,
      hold: broken,
      members: broken,
    },
    take: async () => {
      if (!isFree) return undefined;
      isFree = false;
      times += 1;
      return { ...taken, times };
    },
    ...{ underWay: async (runIds) => new Set(runIds), workers: async () => 1, holds: async () => [] },
    close: async () => {},
  };
  return { queue, kept, times: () => times };
}

function workerOf(queue: BatchQueue, cloud = fakeCloud(), entries = [WORKING]) {
  const [faults, abouts]: [string[], unknown[]] = [[], []];
  const worker = new BatchWorker({
    ...{ queue, clock, timers, concurrency: 8, clouds: { open: () => cloud } },
    // Its time is quick: a rest is over at once.
    connections: { entries, reload: async () => {}, refresh: async () => {} },
    reportInternal: (error, _, about) => void [faults.push(String(error)), abouts.push(about)],
  });
  worker.start();
  return { worker, faults, abouts };
}

describe('tests on several processes', () => {
  it('are made here where the queue fails, and where few tenants are asked for', async () => {
    const cloud = (count: number) =>
      fakeCloud({ customers: pass({ customers: customers(count), unusableEntries: 0 }) });
    const faults: unknown[] = [];
    const tests = createSpreadTests(ORDER, broken);
    const reportInternal = (error: unknown): void => void faults.push(error);
    expect((await reportOf(cloud(50), {}, { tests, reportInternal })).totals.pass).toBe(50);
    expect(faults).toEqual([]);
    expect((await reportOf(cloud(51), {}, { tests, reportInternal })).totals.pass).toBe(51);
    expect(faults).toHaveLength(1);
    await tests.end();
  });

  it('have more tenants in a batch where there are many, since each batch costs the same', async () => {
    const sizesOf = async (count: number) => {
      const { promise, resolve } = Promise.withResolvers<number[]>();
      const { queue } = queueOf({});
      const begin: BatchQueue['begin'] = (_, batches) => {
        resolve(batches.map(({ length }) => length));
        return broken();
      };
      const spread = async () => ({ queue: { ...queue, begin }, timers, now: () => 0 });
      const tests = createSpreadTests(ORDER, spread);
      const cloud = fakeCloud({ customers: pass({ customers: customers(count), unusableEntries: 0 }) });
      await reportOf(cloud, {}, { tests, reportInternal: () => {} });
      return await promise;
    };
    expect(await sizesOf(60)).toEqual([25, 25, 10]);
    expect(await sizesOf(3000)).toEqual(new Array(50).fill(60));
  });

  it('are under way for so many tenants at once, in however many batches', async () => {
    const { queue } = queueOf({});
    const sizes: number[] = [];
    const batch = await queue.take();
    const take = async () => {
      const targets = customers(60).map((tenant, at) => ({ at, tenant }));
      sizes.push(targets.length);
      return batch && { ...batch, targets };
    };
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const cloud = fakeCloud();
    const ask = (async (question) => {
      await answered;
      return await cloud.ask(question);
    }) as typeof cloud.ask;
    const { worker } = workerOf({ ...queue, take }, { ...cloud, ask });
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    expect(sizes).toEqual([60, 60, 60]);
    const stopped = worker.stop(0);
    answer();
    await stopped;
  });

  it('say nothing of tenants from a process that can’t redeem the partner’s own token', async () => {
    const { queue, kept, times } = queueOf({});
    let isDown = true;
    const redeem = () => (isDown ? refuse(code(700082)) : undefined);
    const cloud = fakeCloud();
    const { worker, faults, abouts } = workerOf(queue, {
      ...cloud,
      ask: async (question) => (question.id === 'entra.token' && redeem()) || (await cloud.ask(question)),
    } as typeof cloud);
    while (times() < 1 || faults.length < 1) await new Promise(setImmediate);
    isDown = false;
    await worker.stop(0);
    expect(faults[0]).toMatch(/can't be redeemed by this worker: refused \(AADSTS700082\)/);
    expect(abouts[0]).toEqual({ run: 'RUN', connection: 'default' });
    const again = workerOf(queue);
    expect((await kept).map(({ status }) => status)).toEqual(['pass', 'pass']);
    await again.worker.stop(0);
    expect(cloud.closed).toBe(1);
  });

  it('give a batch up that was taken again and again, and say that nothing is known of its tenants', async () => {
    const { queue, kept } = queueOf({});
    for (let times = 1; times <= 5; times += 1) await (await queue.take())?.giveBack();
    const { worker, faults } = workerOf(queue);
    const found = await kept;
    await worker.stop(0);
    expect(found.map(({ status, checks }) => [status, checks[0]?.cause])).toEqual([
      ['unknown', 'internal'],
      ['unknown', 'internal'],
    ]);
    expect(faults).toEqual(['Error: a batch of run RUN ended whatever took it']);
  });
});
