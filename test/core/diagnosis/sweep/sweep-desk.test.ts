import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../src/core/diagnosis/sweep/progress.ts';
import { SweepDesk, type SweepDeskParts } from '../../../../src/core/diagnosis/sweep/sweep-desk.ts';
import type { SweepOrder } from '../../../../src/core/diagnosis/sweep/sweep-order.ts';
import { createGate, WORKING } from '../../chat/harness.ts';
import { customers, fakeCloud, pass } from '../../fake-cloud.ts';
import { check, library, PARTNER_ID, START, tenantId } from '../../fixtures.ts';
import { openStores, settle } from '../../open-stores.ts';
import { VirtualTime } from '../../virtual-time.ts';

const TENANTS = 3;

async function createDesk(rest: Partial<SweepDeskParts> = {}) {
  const held = createGate<string>();
  const cloud = fakeCloud({
    customers: pass({ customers: customers(TENANTS), unusableEntries: 0 }),
    users: async (tenant) => {
      await held.pass(tenant);
      return pass(undefined);
    },
  });
  const faults: unknown[] = [];
  const clock = new VirtualTime(START, settle);
  const { reports, runs, runIds } = await openStores(clock);
  const signals: AbortSignal[] = [];
  let run = 0;
  const desk = new SweepDesk({
    sweep: {
      clouds: {
        open: ({ signal }) => {
          signals.push(signal);
          return cloud;
        },
      },
      library: () => library,
      clock,
      openStore: async () => runs,
      reportInternal: (error) => faults.push(error),
    },
    connections: [WORKING, { ...WORKING, name: 'other' }],
    reports,
    clock,
    timers: clock,
    newRunId: () => {
      run += 1;
      return `RUN${run}`;
    },
    concurrency: 2,
    mostPerWorkspace: 2,
    ...rest,
  });
  const finish = async (): Promise<void> => {
    for (let number = 1; number <= TENANTS; number += 1) await held.open(tenantId(number));
  };
  return { clock, cloud, desk, faults, finish, reports, runIds, runs, signals };
}

const SHAPELESS = check('credentials.shape', 'fail', { cause: 'credential.placeholder', owner: 'partner' });
const ORDER: SweepOrder = { connection: 'default', tenants: [], by: 'Ada', workspaceId: 'guild' };

function begin(desk: SweepDesk, order: Partial<SweepOrder> = {}) {
  const started = desk.start({ ...ORDER, ...order });
  if (started.kind === 'refused') throw new Error(`refused: ${started.why}`);
  return started;
}

describe('SweepDesk', () => {
  it('gives the same sweep to whoever asks for the same, however they write it', async () => {
    const { desk, finish } = await createDesk();
    const first = begin(desk, { tenants: ['Tenant 1', 'tenant2.example'] });
    const second = begin(desk, { tenants: [' TENANT2.example', 'tenant 1 '], by: 'Bob' });
    expect([first.joined, second.joined]).toEqual([false, true]);
    expect(second.sweep).toBe(first.sweep);
    expect(second.sweep.order.by).toBe('Ada');
    await finish();
    await first.sweep.done;
  });

  it('keeps apart what differs in tenants, pair, connection or what is tested again', async () => {
    const { desk, finish } = await createDesk({ mostPerWorkspace: 10 });
    const target = { tenant: { tenantId: tenantId(1), displayName: null, defaultDomainName: null } };
    const orders: Partial<SweepOrder>[] = [
      {},
      { tenants: ['Tenant 1'] },
      { only: 'graph' },
      { connection: 'other' },
      { retest: { partnerTenantId: PARTNER_ID, targets: [target] } },
      { retest: { partnerTenantId: PARTNER_ID, targets: [{ ...target, only: 'graph' }] } },
    ];
    const started = orders.map((order) => begin(desk, order));
    expect(started.map((one) => one.joined)).toEqual(orders.map(() => false));
    await finish();
    await Promise.all(started.map((one) => one.sweep.done));
  });

  it('runs a sweep anew once the one before has ended', async () => {
    const { desk, finish } = await createDesk();
    await finish();
    const first = begin(desk);
    await first.sweep.done;
    expect(desk.running()).toEqual([]);
    expect(desk.find(first.sweep.runId)).toBeUndefined();
    const second = begin(desk);
    expect(second.joined).toBe(false);
    expect(second.sweep.runId).toBe('RUN2');
    await second.sweep.done;
  });

  it('refuses more than a workspace may run at once, and counts each workspace alone', async () => {
    const { desk, finish } = await createDesk();
    const running = [begin(desk), begin(desk, { only: 'graph' })];
    const refused = desk.start({ ...ORDER, only: 'exchange' });
    expect(refused).toMatchObject({ kind: 'refused', why: 'limit' });
    expect(refused.kind === 'refused' && refused.running).toEqual(running.map((one) => one.sweep));
    // Joining costs nothing.
    expect(begin(desk).joined).toBe(true);
    running.push(begin(desk, { only: 'exchange', workspaceId: 'other' }));
    running.push(begin(desk, { tenants: ['Tenant 1'], workspaceId: null }));
    running.push(begin(desk, { tenants: ['Tenant 2'], workspaceId: null }));
    running.push(begin(desk, { tenants: ['Tenant 3'], workspaceId: null }));
    await finish();
    await Promise.all(running.map((one) => one.sweep.done));
    expect(desk.start({ ...ORDER, only: 'exchange' }).kind).toBe('running');
  });

  it('finds a sweep by its run, and tells everybody who watches of its progress', async () => {
    const { desk, finish } = await createDesk();
    const { sweep } = begin(desk);
    expect(desk.find('RUN1')).toBe(sweep);
    expect(sweep.progress()).toMatchObject({ phase: 'partner', total: null });
    const [seen, left]: [Progress[], Progress[]] = [[], []];
    sweep.watch((progress) => seen.push(progress));
    const unwatch = sweep.watch((progress) => left.push(progress));
    unwatch();
    await finish();
    await sweep.done;
    expect(seen.map(({ phase, done }) => [phase, done])).toEqual([
      ['tenants', 1],
      ['tenants', 2],
      ['tenants', 3],
      ['done', 3],
    ]);
    expect(left).toEqual([]);
    expect(sweep.progress()).toMatchObject({ phase: 'done', total: 3 });
  });

  it('keeps the report before whoever waits gets it', async () => {
    const seen: string[] = [];
    const { desk, finish, runIds } = await createDesk({ onReport: async ({ run }) => void seen.push(run.id) });
    await finish();
    const { sweep } = begin(desk);
    const outcome = await sweep.done;
    expect(runIds()).toEqual(['RUN1']);
    expect(seen).toEqual(['RUN1']);
    expect(outcome).toMatchObject({ kind: 'report', report: { run: { id: 'RUN1' } } });
  });

  it('says why a report could not be kept, and still tells of it', async () => {
    const seen: string[] = [];
    const { desk, finish, reports } = await createDesk({ onReport: async ({ run }) => void seen.push(run.id) });
    reports.broken = new Error('the disk is full');
    await finish();
    expect(await begin(desk).sweep.done).toMatchObject({ kind: 'report', keptProblem: reports.broken });
    expect(seen).toEqual(['RUN1']);
  });

  it('reports what goes wrong with telling, and calls it no problem of keeping', async () => {
    const fault = new Error('a bug');
    const { desk, faults, finish } = await createDesk({ onReport: () => Promise.reject(fault) });
    await finish();
    const outcome = await begin(desk).sweep.done;
    expect(outcome).not.toHaveProperty('keptProblem');
    expect(faults).toEqual([fault]);
  });

  it('answers credentials that can’t be right without asking anybody, and keeps that too', async () => {
    const { desk, runIds, signals } = await createDesk({
      connections: [{ name: 'default', shape: SHAPELESS, tenant: PARTNER_ID }],
    });
    const { sweep } = begin(desk);
    const outcome = await sweep.done;
    expect(signals).toEqual([]);
    expect(outcome).toMatchObject({ report: { partner: { status: 'fail' }, tenants: [] } });
    expect(runIds()).toEqual([sweep.runId]);
  });

  it('holds orders that a queue can carry, without a secret in them', async () => {
    const { desk, finish } = await createDesk();
    const order = JSON.parse(JSON.stringify({ ...ORDER, only: 'graph' })) as SweepOrder;
    const { sweep } = begin(desk, order);
    expect(JSON.parse(JSON.stringify(sweep.order))).toEqual(order);
    await finish();
    expect(await sweep.done).toMatchObject({ report: { run: { connection: 'default', only: 'graph' } } });
  });

  it('says of a connection that is not configured any more which there are', async () => {
    const { desk } = await createDesk();
    const outcome = await begin(desk, { connection: 'gone' }).sweep.done;
    expect(outcome).toEqual({
      kind: 'usage',
      problems: ['There is no connection “gone”. There are: default, other.'],
    });
  });

  it('keeps no report of what could not be asked for', async () => {
    const { desk, runIds } = await createDesk();
    expect(await begin(desk, { tenants: ['Contoso'] }).sweep.done).toMatchObject({ kind: 'usage' });
    expect(runIds()).toEqual([]);
  });

  it('interrupts everything when it is stopped, waits for it, and begins nothing new', async () => {
    const { desk, finish, runs, signals } = await createDesk();
    const { sweep } = begin(desk);
    await settle();
    let stopped = false;
    const stopping = desk.stop().then(() => {
      stopped = true;
    });
    await settle();
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
    expect(stopped).toBe(false);
    expect(desk.start({ ...ORDER, only: 'graph' })).toMatchObject({ kind: 'refused', why: 'stopping' });
    await finish();
    await stopping;
    expect(await sweep.done).toMatchObject({ report: { run: { status: 'interrupted' } } });
    expect((await runs.latestRuns('default', 9)).map((run) => run.status)).toEqual(['interrupted']);
  });

  it('frees its place when a stranger’s error ends a sweep', async () => {
    const { cloud, desk } = await createDesk();
    cloud.extendDeadline = () => {
      throw new Error('a bug');
    };
    await expect(begin(desk).sweep.done).rejects.toThrow('a bug');
    expect(desk.running()).toEqual([]);
    expect(cloud.closed).toBe(1);
  });
});
