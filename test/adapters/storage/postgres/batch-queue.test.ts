import { describe, expect, it, onTestFinished } from 'vitest';
import type { Storage } from '../../../../src/adapters/storage/open-storage.ts';
import type { BatchQueue, BatchTarget, RunPlan, TakenBatch } from '../../../../src/core/diagnosis/sweep/batch-queue.ts';
import { BatchWorker } from '../../../../src/core/diagnosis/sweep/batch-worker.ts';
import { type RunningSweep, SweepDesk } from '../../../../src/core/diagnosis/sweep/sweep-desk.ts';
import type { SweepOutcome } from '../../../../src/core/diagnosis/sweep/sweep-parts.ts';
import type { Timers } from '../../../../src/core/model/time/clock.ts';
import { WORKING } from '../../../core/chat/harness.ts';
import { code, customers, fakeCloud, pass, refuse } from '../../../core/fake-cloud.ts';
import { library, PARTNER_ID, tenantId } from '../../../core/fixtures.ts';
import { useDatabase } from '../fixtures.ts';
import { fail, partner, pass as passed, tenant } from '../results.ts';

const ORDER = { connection: 'default', tenants: [], by: 'Ada', workspaceId: null };

/** Time that goes fifty times as fast. */
const quick: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms / 50);
    return () => clearTimeout(timer);
  },
};

describe('batches of a run that several processes test', () => {
  const database = useDatabase();

  async function join(role: 'start' | 'worker' = 'worker'): Promise<{ storage: Storage; queue: BatchQueue }> {
    const storage = await database.open();
    const queue = await storage.openQueue(role);
    if (!queue) throw new Error('a server has a queue');
    return { storage, queue };
  }

  const planOf = (id: string, connection = 'default'): RunPlan => ({
    order: { ...ORDER, connection },
    run: { id, kind: 'testtokens', connection, startedAt: 1, scope: 'all' },
    ...{ partner: partner(), isWhole: true, others: [] },
  });

  const targets = (...numbers: number[]): BatchTarget[] =>
    numbers.map((at) => ({ at, tenant: { tenantId: tenantId(at), displayName: null, defaultDomainName: null } }));

  async function begin({ storage, queue }: Awaited<ReturnType<typeof join>>, plan: RunPlan, batches: BatchTarget[][]) {
    const { id, kind, connection, startedAt } = plan.run;
    await storage.runs.begin({ id, kind, connection, startedAt, scope: 'all' });
    await queue.begin(plan, batches);
  }

  async function take(queue: BatchQueue): Promise<TakenBatch> {
    const batch = await queue.take();
    if (!batch) throw new Error('a batch waits');
    return batch;
  }

  it('were tested after the run began, though the clock of whoever tests them is behind', async () => {
    const one = await join();
    const plan = planOf('RUN');
    await begin(one, { ...plan, run: { ...plan.run, startedAt: 60_000 } }, [targets(1)]);
    database.clock.set(57_000);
    expect(await (await take(one.queue)).keep([tenant(tenantId(1), passed())])).toBe(true);
    const [state] = await one.storage.runs.currentStates('default');
    expect(state?.testedAt).toBeGreaterThanOrEqual(60_000);
  });

  it('keep one outcome, that of whoever has the batch last', async () => {
    const [one, other] = [await join(), await join()];
    await begin(one, planOf('RUN'), [targets(1)]);
    const lost = await take(one.queue);
    expect(await other.queue.take()).toBeUndefined();
    await lost.giveBack();
    const again = await take(other.queue);
    expect([lost.times, again.times]).toEqual([1, 2]);
    expect(await lost.keep([tenant(tenantId(1), fail('access.conditional-access'))])).toBe(false);
    expect(await one.queue.found('RUN', 0)).toEqual([]);
    expect(await again.keep([tenant(tenantId(1), passed())])).toBe(true);
    expect(await again.keep([tenant(tenantId(1), passed())])).toBe(false);
    expect(await one.queue.found('RUN', 0)).toMatchObject([{ kept: 1, found: [{ status: 'pass' }] }]);
    expect(await one.storage.runs.currentStates('default')).toMatchObject([{ status: 'pass' }]);
    expect(await one.queue.workers()).toBe(2);
  });

  it('are taken in turn by connection, so that a large fleet keeps a small one from nothing', async () => {
    const here = await join();
    await begin(
      here,
      planOf('LARGE', 'large'),
      [1, 2, 3, 4, 5].map((at) => targets(at)),
    );
    const taken = [await take(here.queue)];
    await begin(
      here,
      planOf('SMALL', 'small'),
      [6, 7].map((at) => targets(at)),
    );
    await begin(here, planOf('LARGE2', 'large'), [targets(8)]);
    for (let next = await here.queue.take(); next; next = await here.queue.take()) taken.push(next);
    expect(taken.map(({ plan }) => plan.run.id)).toEqual([
      'LARGE',
      'LARGE',
      'SMALL',
      'LARGE',
      'SMALL',
      'LARGE',
      'LARGE',
      'LARGE2',
    ]);
  });

  it('are led on by another process when the one that leads says nothing, and dropped when the run is over', async () => {
    const [first, second] = [await join('start'), await join('start')];
    await begin(first, planOf('RUN'), [targets(1), targets(2)]);
    expect(await second.queue.adopt([])).toBeUndefined();
    await database.exec('update spread_runs set led_until = 0');
    expect(await second.queue.adopt(['RUN'])).toBeUndefined();
    expect(await second.queue.adopt([])).toEqual({ plan: planOf('RUN'), batches: [targets(1), targets(2)] });
    expect([await first.queue.lead('RUN'), await second.queue.lead('RUN')]).toEqual([false, true]);
    const batch = await take(first.queue);
    await first.queue.end('RUN');
    expect(await first.queue.underWay(['RUN'])).toEqual(new Set(['RUN']));
    await second.queue.end('RUN');
    expect(await batch.keep([tenant(tenantId(1), passed())])).toBe(false);
    expect(await first.queue.take()).toBeUndefined();
    expect(await first.queue.underWay(['RUN'])).toEqual(new Set());
    expect(await first.storage.runs.latestRuns('default', 1)).toMatchObject([{ status: 'interrupted' }]);
    expect(await first.queue.workers()).toBe(0);
  });

  it('tell each other for how long a service wants nothing', async () => {
    const [one, other] = [await join(), await join()];
    await one.queue.hold({ applicationId: 'app', service: 'graph', forMs: 60_000 });
    expect(await one.queue.holds()).toEqual([]);
    const [hold] = await other.queue.holds();
    expect(hold).toMatchObject({ applicationId: 'app', service: 'graph' });
    expect(hold?.forMs).toBeGreaterThan(0);
    expect(hold?.forMs).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ['is gone', false],
    ['is stopped', true],
  ])('give the report that one process gives, also where the one that leads %s', async (_, isStopped) => {
    const answers = {
      customers: pass({ customers: customers(60), unusableEntries: 0 }),
      users: (id: string) => (id === tenantId(7) ? refuse(code(0, 403)) : pass(undefined)),
    };
    const faults: unknown[] = [];
    const all = [await join('start'), await join('start'), await join(), await join()];
    const deskOf = (at: number, timers: Timers) => {
      const { storage, queue } = all[at] as Awaited<ReturnType<typeof join>>;
      const reported: string[] = [];
      const desk = new SweepDesk({
        sweep: {
          clouds: { open: () => fakeCloud(answers) },
          ...{ library: () => library, clock: database.clock, openStore: async () => storage.runs },
          reportInternal: (error) => faults.push(error),
        },
        connections: [WORKING],
        spread: async () => ({ queue, timers, now: Date.now }),
        ...{
          reports: storage.reports,
          clock: database.clock,
          timers: quick,
          newRunId: () => `RUN${at}`,
          concurrency: 8,
        },
        mostPerWorkspace: 9,
        onReport: async ({ run }) => void reported.push(run.id),
      });
      return { desk, reported };
    };
    // The first stands still, as a process that is gone does, until it is to go on.
    const still: (() => void)[] = [];
    const standing: Timers = {
      after: (_, run) => {
        still.push(run);
        return () => {};
      },
    };
    const [first, second] = [deskOf(0, isStopped ? quick : standing), deskOf(1, quick)];
    const started = first.desk.start(ORDER);
    if (started.kind === 'refused') throw new Error(started.why);
    const spread = () => database.rows('select run_id from spread_runs');
    const hasBegun = async () => (await spread()).length > 0;
    let taken: RunningSweep | undefined;
    if (isStopped) {
      while (!(await hasBegun())) await new Promise(setImmediate);
      await first.desk.stop();
      taken = await second.desk.adopt();
    }
    while (!isStopped && !taken) {
      await database.exec('update spread_runs set led_until = 0');
      taken = await second.desk.adopt();
    }
    if (!taken) throw new Error('what a stopped process led is taken at once');
    const workers = all.slice(2).map(({ queue }) => {
      const connections = { entries: [WORKING], reload: async () => {}, refresh: async () => {} };
      const clouds = { open: () => fakeCloud(answers) };
      const parts = { queue, connections, clouds, concurrency: 8, clock: database.clock, timers: quick };
      return new BatchWorker({ ...parts, reportInternal: (error) => faults.push(error) });
    });
    onTestFinished(async () => void (await Promise.all(workers.map((worker) => worker.stop(0)))));
    for (const worker of workers) worker.start();
    const outcome = (await taken.done) as Extract<SweepOutcome, { kind: 'report' }>;
    for (const goOn of still) goOn();
    await expect(started.sweep.done).rejects.toThrow('led by another process');
    expect(outcome.keptProblem).toBeUndefined();
    expect(outcome.report).toMatchObject({
      run: { id: 'RUN0', status: 'completed' },
      partner: { tenantId: PARTNER_ID },
    });
    expect(outcome.report.tenants.map((one) => one.tenantId)).toEqual(customers(60).map((one) => one.tenantId));
    expect(outcome.report.totals).toMatchObject({ tenants: 60, pass: 59, fail: 1 });
    expect([first.reported, second.reported]).toEqual([[], ['RUN0']]);
    expect(await spread()).toEqual([]);
    const states = await database.rows("select distinct tenant_id from check_states where tenant_id <> 'partner'");
    expect(states).toHaveLength(60);
    expect(faults).toEqual([]);
  });
});
