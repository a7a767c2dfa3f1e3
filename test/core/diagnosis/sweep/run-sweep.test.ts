import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunRecorder } from '../../../../src/core/diagnosis/report/run-store.ts';
import { toReportJson } from '../../../../src/core/diagnosis/report/to-report-json.ts';
import { toReportView } from '../../../../src/core/diagnosis/report/view.ts';
import type { Progress } from '../../../../src/core/diagnosis/sweep/progress.ts';
import type { SweepRequest } from '../../../../src/core/diagnosis/sweep/run-sweep.ts';
import { tenantCheckIds } from '../../../../src/core/model/checks/check.ts';
import { code, customers, fakeCloud, grant, pass, refuse } from '../../fake-cloud.ts';
import { baseline, connection, library, PARTNER_ID, tenantId } from '../../fixtures.ts';
import { reportOf, sweep } from './sweep-fake.ts';

describe('runSweep', () => {
  it('tests every customer, in the order of the list however the answers come', async () => {
    const users = async (tenant: string) => {
      for (let turns = tenant === tenantId(1) ? 50 : 0; turns > 0; turns -= 1) await Promise.resolve();
      return pass(undefined);
    };
    const cloud = fakeCloud({ users });
    const report = await reportOf(cloud);
    expect(report.tenants.map((tenant) => tenant.tenantId)).toEqual([1, 2, 3].map(tenantId));
    expect(report.totals).toMatchObject({ tenants: 3, pass: 3 });
    expect(report.run).toMatchObject({ id: 'RUN', status: 'completed' });
    expect(cloud.closed).toBe(1);
  });

  it('waits for throttled requests from the start and after each tenant that was finished', async () => {
    const cloud = fakeCloud();
    await sweep(cloud, {}, { deadline: { fromStartMs: 100, afterProgressMs: 10 } });
    expect(cloud.deadlines).toEqual([100, 100, 10, 10, 10]);
  });

  it('touches no tenant when the partner token cannot be had', async () => {
    const cloud = fakeCloud({ redeem: () => refuse(code(7000222, 401)) });
    const report = await reportOf(cloud, { tenants: ['whatever'] });
    expect(cloud.asked).toEqual([`graph ${PARTNER_ID}`]);
    expect(report.causes).toMatchObject([{ id: 'credential.secret-expired', owner: 'partner', tenantIds: [] }]);
  });

  it('leaves the partner’s own tenant out, unless it is wanted or named', async () => {
    const own = { tenantId: PARTNER_ID, displayName: 'Us', defaultDomainName: 'us.example' };
    const cloud = () => fakeCloud({ customers: pass({ customers: [own, ...customers(2)], unusableEntries: 0 }) });
    const ids = async (request: Partial<SweepRequest>) =>
      (await reportOf(cloud(), request)).tenants.map((one) => one.displayName);
    expect(await ids({})).toEqual(['Tenant 1', 'Tenant 2']);
    expect(await ids({ connection: { ...connection, includeOwnTenant: true } })).toEqual([
      'Us',
      'Tenant 1',
      'Tenant 2',
    ]);
    expect(await ids({ tenants: ['us.example'] })).toEqual(['Us']);
  });

  it('gives what the partner’s own tenant refuses to the partner', async () => {
    const redeem = (request: { resource: string; authorityTenant: string }) =>
      request.resource === 'exchange' ? refuse(code(53003)) : grant(request.authorityTenant);
    const report = await reportOf(fakeCloud({ redeem }), { tenants: [PARTNER_ID, tenantId(1)] });
    expect(report.causes.map(({ owner, tenantIds }) => ({ owner, tenantIds }))).toEqual([
      { owner: 'partner', tenantIds: [PARTNER_ID] },
      { owner: 'customer', tenantIds: [tenantId(1)] },
    ]);
  });

  it('refuses names that lead nowhere before any tenant is touched, and counts customers without us', async () => {
    const cloud = fakeCloud();
    expect(await sweep(cloud, { tenants: ['nobody'] })).toEqual({
      kind: 'usage',
      problems: ['There is no tenant “nobody” among your 3 customers of this connection.'],
    });
    expect(cloud.asked).toHaveLength(2);
    expect(cloud.closed).toBe(1);
  });

  it('tests a tenant that is named by its id though the list lacks it, and says so', async () => {
    const report = await reportOf(fakeCloud(), { tenants: [tenantId(77)] });
    expect(report.tenants).toMatchObject([{ tenantId: tenantId(77), status: 'pass', unlisted: true }]);
    expect(toReportView(report, { library, formatTime: String }).changes).toContain(
      `Not on the customer list: ${tenantId(77)}`,
    );
    expect(toReportJson(report).tenants).toMatchObject([{ unlisted: true }]);
  });

  it('tells progress from the connection to the last tenant', async () => {
    const seen: Progress[] = [];
    const redeem = (request: { authorityTenant: string }) =>
      request.authorityTenant === tenantId(2) ? refuse(code(50076)) : grant(request.authorityTenant);
    await sweep(fakeCloud({ redeem }), { onProgress: (at) => void seen.push(at) });
    expect(seen.map(({ phase, done }) => `${phase} ${done}`)).toEqual([
      'partner 0',
      'tenants 1',
      'tenants 2',
      'tenants 3',
      'done 3',
    ]);
    expect(seen.at(-1)).toMatchObject({ total: 3, failing: 1 });
  });

  it('begins with the tenants that failed last time, goes on by id, and lists them where they stand', async () => {
    const state = {
      tenantId: tenantId(3),
      displayName: null,
      checkId: 'graph.read',
      failingSince: 1,
      testedAt: 1,
    } as const;
    const store: RunRecorder = {
      baseline: async () => baseline({ ...state, status: 'fail' }, { ...state, tenantId: tenantId(2), status: 'pass' }),
      begin: async () => {},
      append: async () => {},
      finish: async () => {},
      close: async () => {},
    };
    const [one, two, three] = customers(3);
    const listed = [two, one, three].filter((tenant) => tenant !== undefined);
    const cloud = fakeCloud({ customers: pass({ customers: listed, unusableEntries: 0 }) });
    const report = await reportOf(cloud, { concurrency: 1 }, { openStore: async () => store });
    const asked = cloud.asked.flatMap((one) => /^graph (?<tenant>\S+)/.exec(one)?.groups?.tenant ?? []);
    expect(asked.filter((tenant) => tenant !== PARTNER_ID)).toEqual([3, 1, 2].map(tenantId));
    expect(report.tenants.map((tenant) => tenant.tenantId)).toEqual([2, 1, 3].map(tenantId));
  });

  it('reads what is known of all while the list is on its way, and of named tenants once they are known', async () => {
    const seen: unknown[] = [];
    const store: RunRecorder = {
      baseline: async (_connection, tenants) => {
        seen.push(tenants);
        return baseline();
      },
      begin: async () => {},
      append: async () => {},
      finish: async () => {},
      close: async () => {},
    };
    const list = setImmediate().then(() => {
      seen.push('listed');
      return pass({ customers: customers(3), unusableEntries: 0 });
    });
    await reportOf(fakeCloud({ customers: list }), {}, { openStore: async () => store });
    await reportOf(fakeCloud(), { tenants: ['Tenant 2'] }, { openStore: async () => store });
    expect(seen).toEqual(['all', 'listed', [tenantId(2)]]);
  });

  it('gives the answer although the store fails, and tells why nothing was kept', async () => {
    const broken = async () => {
      throw new Error('disk full');
    };
    const store: RunRecorder = {
      baseline: async () => baseline(),
      begin: broken,
      append: broken,
      finish: broken,
      close: broken,
    };
    const outcome = await sweep(fakeCloud(), {}, { openStore: async () => store });
    expect(outcome).toMatchObject({
      kind: 'report',
      keptProblem: new Error('disk full'),
      report: { totals: { pass: 3 } },
    });
  });
});

describe('runSweep, interrupted', () => {
  it('lists what was not tested as skipped, with a reason, and keeps the order', async () => {
    const abort = new AbortController();
    const users = (tenant: string) => {
      if (tenant === tenantId(2)) abort.abort();
      return abort.signal.aborted ? refuse({ kind: 'aborted' }) : pass(undefined);
    };
    const cloud = fakeCloud({ users, customers: pass({ customers: customers(5), unusableEntries: 0 }) });
    const { run, tenants, totals } = await reportOf(cloud, { signal: abort.signal, concurrency: 1, only: 'graph' });
    expect(run.status).toBe('interrupted');
    expect(tenants.map((tenant) => tenant.tenantId)).toEqual([1, 2, 3, 4, 5].map(tenantId));
    expect(tenants.map((tenant) => tenant.status)).toEqual(['pass', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(totals).toMatchObject({ tenants: 5, fail: 0, unknown: 0, skipped: 4 });
    for (const one of tenants.slice(2).flatMap((tenant) => tenant.checks))
      expect(one).toMatchObject({ status: 'skipped', reason: 'Not tested: the run was interrupted.', attempts: 0 });
    expect(cloud.asked).not.toContain(`graph ${tenantId(3)}`);
    expect(tenants[4]?.checks.map((one) => one.id)).toEqual(tenantCheckIds('graph'));
  });

  it('is no failure of the partner connection', async () => {
    const abort = new AbortController();
    abort.abort();
    const { run, partner, tenants } = await reportOf(fakeCloud({ redeem: () => refuse({ kind: 'aborted' }) }), {
      signal: abort.signal,
    });
    expect([run.status, partner.checks.find((one) => one.id === 'partner.token')?.status, tenants]).toEqual([
      'interrupted',
      'skipped',
      [],
    ]);
  });
});
