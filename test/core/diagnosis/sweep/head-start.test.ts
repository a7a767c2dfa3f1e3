import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SweepRequest } from '../../../../src/core/diagnosis/sweep/run-sweep.ts';
import type { SweepParts } from '../../../../src/core/diagnosis/sweep/sweep-parts.ts';
import { testHere } from '../../../../src/core/diagnosis/sweep/tenant-tests.ts';
import { type Tenant, tenantLabel } from '../../../../src/core/model/tenants/tenant.ts';
import { customers, type FakeAnswers, type FakeCloud, fakeCloud, grant, pass, refuse } from '../../fake-cloud.ts';
import { baseline, connection, earlier, PARTNER_ID, tenantId } from '../../fixtures.ts';
import { reportOf } from './sweep-fake.ts';

const [one, two, three] = customers(3) as [Tenant, Tenant, Tenant];

/** A sweep whose contracts name two tenants, and whose list of GDAP names a third once `until` says so. */
async function sweepLate(
  until: (cloud: FakeCloud) => boolean,
  { request, parts, contracts = [one, two], users }: Late = {},
): Promise<{ cloud: FakeCloud; before: string[]; report: Awaited<ReturnType<typeof reportOf>> }> {
  let before: string[] = [];
  const cloud = fakeCloud({
    ...(users && { users }),
    customers: pass({ customers: contracts, unusableEntries: 0 }),
    gdap: async () => {
      for (let turns = 0; turns < 50 && !until(cloud); turns += 1) await setImmediate();
      before = cloud.asked.filter((asked) => asked.startsWith('graph '));
      return pass({ customers: [two, three], unusableEntries: 0 });
    },
  });
  const report = await reportOf(cloud, request, parts);
  return { cloud, before: before.slice(1), report };
}

interface Late {
  request?: Partial<SweepRequest>;
  parts?: Partial<SweepParts>;
  contracts?: Tenant[];
  users?: NonNullable<FakeAnswers['users']>;
}

const isTested = (tenant: string) => (cloud: FakeCloud) => cloud.asked.includes(`organization ${tenant}`);
const never = () => false;

describe('a sweep of all', () => {
  it('tests tenants with contracts while GDAP’s list still comes, each once, and lists them in order', async () => {
    const { cloud, before, report } = await sweepLate(isTested(two.tenantId));
    expect(before).toEqual([one, two].map(({ tenantId: id }) => `graph ${id}`));
    expect(report.tenants.map(tenantLabel)).toEqual(['Tenant 1', 'Tenant 2', 'Tenant 3']);
    expect(report.totals).toMatchObject({ tenants: 3, pass: 3 });
    expect(cloud.asked.filter((asked) => asked.startsWith('graph ')).sort()).toEqual(
      [...[one, two, three].map(({ tenantId: id }) => `graph ${id}`), `graph ${PARTNER_ID}`].sort(),
    );
  });

  it('begins with the first page of contracts, and goes on with the second, each tenant once', async () => {
    const before: string[][] = [];
    const tested = async (tenant: string): Promise<void> => {
      for (let turns = 0; turns < 50 && !isTested(tenant)(cloud); turns += 1) await setImmediate();
      before.push(cloud.asked.filter((asked) => asked.startsWith('graph ')).slice(1));
    };
    const cloud: FakeCloud = fakeCloud({
      customers: pass({ customers: [two, one, three], unusableEntries: 0 }),
      pages: async function* () {
        yield [two];
        await tested(two.tenantId);
        yield [two, one];
        await tested(one.tenantId);
      },
    });
    const report = await reportOf(cloud);
    expect(before).toEqual([[`graph ${two.tenantId}`], [two, one].map(({ tenantId: id }) => `graph ${id}`)]);
    expect(report.tenants.map(tenantLabel)).toEqual(['Tenant 2', 'Tenant 1', 'Tenant 3']);
    expect(report.totals).toMatchObject({ tenants: 3, pass: 3 });
    expect(cloud.asked.filter((asked) => asked.startsWith('graph '))).toHaveLength(4);
  });

  it('says nothing of tenants that it began with where a later page can’t be read', async () => {
    const cloud: FakeCloud = fakeCloud({
      customers: refuse({ kind: 'timeout', detail: 'silence' }),
      pages: async function* () {
        yield [one];
        for (let turns = 0; turns < 50 && !isTested(one.tenantId)(cloud); turns += 1) await setImmediate();
      },
    });
    const { tenants, partner } = await reportOf(cloud);
    expect(cloud.asked).toContain(`organization ${one.tenantId}`);
    expect(tenants).toEqual([]);
    expect(partner.checks.at(-1)).toMatchObject({ id: 'partner.customers', status: 'unknown' });
  });

  it('begins then with those that failed last time', async () => {
    const openStore = async () => ({
      begin: async () => {},
      append: async () => {},
      finish: async () => {},
      close: async () => {},
      baseline: async () => baseline(earlier(two.tenantId, 'graph.token', 'fail')),
    });
    const { before } = await sweepLate(isTested(one.tenantId), { request: { concurrency: 1 }, parts: { openStore } });
    expect(before).toEqual([two, one].map(({ tenantId: id }) => `graph ${id}`));
  });

  it('counts tenants at once, and tells of them once the run has begun', async () => {
    const told: string[] = [];
    await sweepLate(isTested(two.tenantId), {
      request: { onProgress: ({ phase, total, done }) => told.push(`${phase} ${total} ${done}`) },
    });
    expect(told).toEqual([
      ...['partner null 0', 'partner null 1', 'partner null 2'],
      ...['tenants 3 1', 'tenants 3 2', 'tenants 3 3', 'done 3 3'],
    ]);
  });

  it('keeps what it found before it was cut off', async () => {
    const abort = new AbortController();
    const { report } = await sweepLate(() => abort.signal.aborted, {
      request: { signal: abort.signal, concurrency: 1 },
      users: async (tenant) => {
        if (tenant === two.tenantId) abort.abort();
        return abort.signal.aborted ? refuse({ kind: 'aborted' }) : pass(undefined);
      },
    });
    expect(report.run.status).toBe('interrupted');
    expect(report.tenants.map(({ status }) => status)).toEqual(['pass', 'skipped', 'skipped']);
  });

  it('signs in to none that is excluded, and leaves the own tenant to the whole list', async () => {
    const accepted = { connection: connection.name, tenantId: one.tenantId, checkId: 'sign-in', until: null } as const;
    const readAccepted = async () => [{ ...accepted, reason: 'leaves', acceptedAt: 1, acceptedBy: 'us' }];
    const own = { tenantId: PARTNER_ID, displayName: 'Us', defaultDomainName: null };
    const late = { parts: { readAccepted }, contracts: [own, one, two] };
    const { cloud, before } = await sweepLate(isTested(two.tenantId), late);
    expect(before).toEqual([`graph ${two.tenantId}`]);
    expect(cloud.asked).not.toContain(`graph ${one.tenantId}`);
    expect(cloud.asked.filter((asked) => asked === `graph ${PARTNER_ID}`)).toHaveLength(1);
  });

  it.each<[string, Late]>([
    ['others test as well', { parts: { tests: { ...testHere, isShared: async () => true } } }],
    ['it can’t be read who is excluded', { parts: { readAccepted: () => Promise.reject(new Error('unreadable')) } }],
    ['the way into each is proved', { request: { proof: true } }],
    ['some are named', { request: { tenants: [tenantId(1), tenantId(2)] } }],
  ])('begins with none before all are known where %s', async (_, late) => {
    const { before, report } = await sweepLate(never, late);
    expect(before).toEqual([]);
    expect(report.tenants.slice(0, 2).map(tenantLabel)).toEqual(['Tenant 1', 'Tenant 2']);
  });

  it('goes on with what the contracts name where GDAP’s list can’t be read', async () => {
    const cloud = fakeCloud({
      customers: pass({ customers: [one], unusableEntries: 0 }),
      gdap: async () => refuse({ kind: 'timeout', detail: 'silence' }),
      redeem: (request) => grant(request.authorityTenant),
    });
    const { tenants, partner } = await reportOf(cloud);
    expect(tenants.map(tenantLabel)).toEqual(['Tenant 1']);
    expect(partner.checks.at(-1)).toMatchObject({ id: 'partner.customers', status: 'warn' });
  });
});
