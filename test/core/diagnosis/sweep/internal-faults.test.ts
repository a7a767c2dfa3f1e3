import { describe, expect, it } from 'vitest';
import { withReferences } from '../../../../src/core/diagnosis/sweep/internal-faults.ts';
import { tenantCheckIds } from '../../../../src/core/model/checks/check.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { customers, fakeCloud, grant, type isPartner, pass, refuse } from '../../fake-cloud.ts';
import { tenantId } from '../../fixtures.ts';
import { reportOf } from './sweep-fake.ts';

describe('runSweep, with a fault of ours', () => {
  const REASON = /^That didn't work on our side\. Reference ([0-9A-Z]{4}-[0-9A-Z]{4})\.$/;

  it('makes a throw inside a tenant’s test unknown there, with a reference that is reported, and goes on', async () => {
    const reported: [unknown, string][] = [];
    const fault = new Error('a fault of ours');
    const redeem = (request: Parameters<typeof isPartner>[0]) => {
      const answer = grant(request.authorityTenant);
      if (request.authorityTenant === tenantId(2))
        Object.defineProperty(answer, 'ok', {
          get: () => {
            throw fault;
          },
        });
      return answer;
    };
    const report = await reportOf(
      fakeCloud({ redeem, customers: pass({ customers: customers(3), unusableEntries: 0 }) }),
      { only: 'exchange' },
      { reportInternal: (...[error, reference]) => void reported.push([error, reference]) },
    );
    expect(report.tenants.map((tenant) => tenant.status)).toEqual(['pass', 'unknown', 'pass']);
    const token = report.tenants[1]?.checks[0];
    expect(report.tenants[1]?.checks.map((one) => one.id)).toEqual(['exchange.token', 'exchange.read']);
    expect(token).toMatchObject({ status: 'unknown', cause: 'internal', reason: expect.stringMatching(REASON) });
    expect(reported).toEqual([[fault, REASON.exec(token?.reason ?? '')?.[1]]]);
    expect(report.causes).toMatchObject([{ id: 'internal', owner: 'unknown', tenantIds: [tenantId(2)] }]);
  });

  it('makes the throw of one question unknown for that check alone', async () => {
    const reported: unknown[] = [];
    const users = (tenant: string) => {
      if (tenant === tenantId(1)) throw new Error('thrown');
      return refuse({ kind: 'internal', error: 'returned' });
    };
    const report = await reportOf(fakeCloud({ users }), {}, { reportInternal: (error) => void reported.push(error) });
    const asking = tenantCheckIds('graph').slice(1);
    expect(reported).toEqual([new Error('thrown'), 'returned', 'returned'].flatMap((one) => asking.map(() => one)));
    for (const { checks } of report.tenants)
      for (const one of checks) {
        const isAsking = asking.includes(one.id);
        expect(one.status, one.id).toBe(isAsking ? 'unknown' : 'pass');
        if (isAsking) expect(one).toMatchObject({ cause: 'internal', reason: expect.stringMatching(REASON) });
      }
  });

  it('gives references without anybody to report to, and survives a reporter that throws', async () => {
    const users = () => refuse({ kind: 'internal', error: 'x' });
    const reportInternal = () => {
      throw new Error('no log');
    };
    for (const parts of [{}, { reportInternal }])
      expect((await reportOf(fakeCloud({ users }), {}, parts)).tenants[0]?.checks[1]?.reason).toMatch(REASON);
  });

  it('refers to a fault behind the customer list too', async () => {
    const list = pass({
      customers: customers(1),
      unusableEntries: 0,
      gdapFault: { kind: 'internal' as const, error: 'x' },
    });
    const report = await reportOf(fakeCloud({ customers: list }));
    expect(report.partner.checks.at(-1)?.reason).toMatch(/GDAP are not listed: .*Reference/);
  });
});

describe('withReferences', () => {
  const token = new Secret('token');
  const QUESTIONS = [
    ['graph.application', 'credentials'],
    ['graph.relationships', 'relationships'],
  ] as const;

  it.each(QUESTIONS)('asks the cloud’s own %s, and gives its faults and throws a reference', async (id, name) => {
    const cloud = fakeCloud();
    expect((await withReferences(cloud, () => 'REF').ask({ id, token })).ok).toBe(true);
    expect(cloud.asked).toEqual([name]);
    const internal = refuse({ kind: 'internal', error: 'x' });
    const faulty = fakeCloud({ credentials: internal, relationships: internal });
    const throwing = { ...faulty, ask: () => Promise.reject(new Error('thrown')) };
    for (const one of [faulty, throwing])
      expect(await withReferences(one, () => 'REF').ask({ id, token })).toMatchObject({
        ok: false,
        fault: { kind: 'internal', reference: 'REF' },
      });
  });
});
