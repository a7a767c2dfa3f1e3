import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../src/core/diagnosis/sweep/progress.ts';
import { type RetestRequest, runRetest } from '../../../../src/core/diagnosis/sweep/run-retest.ts';
import type { SweepParts } from '../../../../src/core/diagnosis/sweep/sweep-parts.ts';
import { tenantCheckIds } from '../../../../src/core/model/checks/check.ts';
import type { Tenant } from '../../../../src/core/model/tenants/tenant.ts';
import { code, customers, fakeCloud, grant, pass, refuse } from '../../fake-cloud.ts';
import { connection, library, PARTNER_ID, tenantId } from '../../fixtures.ts';
import { openStores } from '../../open-stores.ts';
import { VirtualTime } from '../../virtual-time.ts';

const [first, second] = customers(2) as [Tenant, Tenant];

function retest(
  cloud: ReturnType<typeof fakeCloud>,
  request: Partial<RetestRequest> = {},
  parts: Partial<SweepParts> = {},
) {
  const whole = { connection, partnerTenantId: PARTNER_ID, concurrency: 1, signal: new AbortController().signal };
  return runRetest(
    { ...whole, targets: [{ tenant: first }], ...request },
    {
      clouds: { open: () => cloud },
      library: () => library,
      clock: new VirtualTime(),
      newRunId: () => 'RUN',
      ...parts,
    },
  );
}

async function reportOf(...args: Parameters<typeof retest>) {
  return (await retest(...args)).report;
}

describe('runRetest', () => {
  it('asks for both pairs of a tenant, and leaves the partner and the customer list alone', async () => {
    const cloud = fakeCloud();
    const report = await reportOf(cloud);
    expect([...new Set(cloud.asked)].toSorted()).toEqual([
      `exchange ${tenantId(1)}`,
      `graph ${tenantId(1)}`,
      `organization ${tenantId(1)}`,
      `users ${tenantId(1)}`,
    ]);
    expect(report.partner).toEqual({ tenantId: PARTNER_ID, status: 'skipped', checks: [] });
    expect(report.run).toMatchObject({ kind: 'retest', scope: 'named', status: 'completed' });
    expect(cloud.closed).toBe(1);
  });

  it('asks only for the pair that a target names', async () => {
    const cloud = fakeCloud();
    const report = await reportOf(cloud, {
      targets: [
        { tenant: first, only: 'graph' },
        { tenant: second, only: 'exchange' },
      ],
    });
    expect([...new Set(cloud.asked)]).toEqual([
      `graph ${tenantId(1)}`,
      `users ${tenantId(1)}`,
      `exchange ${tenantId(2)}`,
      `organization ${tenantId(2)}`,
    ]);
    const tested = report.tenants.map((tenant) => tenant.checks.map((check) => check.id));
    expect(tested).toEqual([tenantCheckIds('graph'), tenantCheckIds('exchange')]);
  });

  it('tests nothing that hangs on a link that is still broken', async () => {
    const cloud = fakeCloud({ redeem: ({ resource }) => (resource === 'graph' ? refuse(code(53003)) : grant('x')) });
    const report = await reportOf(cloud, { targets: [{ tenant: first, only: 'graph' }] });
    // The app by itself is asked for what the policies are read with, and is refused too.
    expect(cloud.asked).toEqual([`graph ${tenantId(1)}`, `app graph ${tenantId(1)}`]);
    expect(report.causes.map(({ id, owner }) => [id, owner])).toEqual([['access.conditional-access', 'customer']]);
  });

  it('takes what the partner’s own tenant refuses for the partner’s', async () => {
    const cloud = fakeCloud({ redeem: () => refuse(code(53003)) });
    const own = { tenantId: PARTNER_ID, displayName: 'Own', defaultDomainName: null };
    const report = await reportOf(cloud, { targets: [{ tenant: own, only: 'graph' }] });
    expect(report.causes.map((cause) => cause.owner)).toEqual(['partner']);
  });

  it('keeps the run as one that no later run is compared with', async () => {
    const { runs } = await openStores(new VirtualTime());
    await retest(fakeCloud(), {}, { openStore: async () => runs });
    expect(await runs.latestRuns('default', 9)).toMatchObject([
      { id: 'RUN', kind: 'retest', scope: 'named', status: 'completed', totals: { tenants: 1, pass: 1 } },
    ]);
  });

  it('gives the answer all the same when the run cannot be kept, and says why', async () => {
    const { runs } = await openStores(new VirtualTime());
    runs.broken = new Error('the disk is full');
    const outcome = await retest(fakeCloud(), {}, { openStore: async () => runs });
    expect(outcome).toMatchObject({ kind: 'report', keptProblem: runs.broken });
  });

  it('tells where it stands', async () => {
    const seen: Progress[] = [];
    const cloud = fakeCloud({ users: (tenant) => (tenant === tenantId(2) ? refuse(code(0, 403)) : pass(undefined)) });
    await retest(cloud, {
      targets: [
        { tenant: first, only: 'graph' },
        { tenant: second, only: 'graph' },
      ],
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.map(({ phase, done, failing, total }) => [phase, done, failing, total])).toEqual([
      ['tenants', 0, 0, 2],
      ['tenants', 1, 0, 2],
      ['tenants', 2, 1, 2],
      ['done', 2, 1, 2],
    ]);
  });

  it('lists as not tested what an interruption left over', async () => {
    const abort = new AbortController();
    const cloud = fakeCloud({
      users: () => {
        abort.abort(new Error('interrupted'));
        return pass(undefined);
      },
    });
    const report = await reportOf(cloud, {
      signal: abort.signal,
      targets: [
        { tenant: first, only: 'graph' },
        { tenant: second, only: 'graph' },
      ],
    });
    expect(report.run.status).toBe('interrupted');
    expect(report.tenants.map((tenant) => tenant.status)).toEqual(['pass', 'skipped']);
  });

  it('makes of a throw a result with a reference that was reported', async () => {
    const faults: { error: unknown; reference: string }[] = [];
    const cloud = fakeCloud({
      users: () => {
        throw new Error('a bug');
      },
    });
    const report = await reportOf(
      cloud,
      { targets: [{ tenant: first, only: 'graph' }] },
      { reportInternal: (error, reference) => faults.push({ error, reference }) },
    );
    expect(report.tenants.map((tenant) => tenant.status)).toEqual(['unknown']);
    const [, ...asking] = report.tenants[0]?.checks ?? [];
    expect(asking.length).toBeGreaterThan(0);
    expect(faults).toHaveLength(asking.length);
    for (const [nth, { reason }] of asking.entries()) expect(reason).toContain(faults[nth]?.reference);
  });
});
