import { describe, expect, it } from 'vitest';
import { testTenant } from '../../../../src/core/diagnosis/chains/tenant-chain.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { code, customers, type FakeAnswers, fakeCloud, grant, refuse } from '../../fake-cloud.ts';
import { connection, tenantId } from '../../fixtures.ts';

const [tenant = { tenantId: '', displayName: null, defaultDomainName: null }] = customers(1);
const ID = tenantId(1);

async function test(answers: FakeAnswers = {}, rest: Partial<Parameters<typeof testTenant>[1]> = {}) {
  const cloud = fakeCloud(answers);
  const result = await testTenant(tenant, { cloud, connection, place: 'customer', ...rest });
  return { ...result, asked: cloud.asked, lines: result.checks.map((one) => `${one.id} ${one.status}`) };
}

describe('testTenant', () => {
  it('asks for each pair’s token at the tenant and reads with it', async () => {
    const { status, lines, asked } = await test();
    expect(status).toBe('pass');
    expect(lines).toEqual(['graph.token pass', 'graph.read pass', 'exchange.token pass', 'exchange.read pass']);
    expect([...asked].sort()).toEqual([`exchange ${ID}`, `graph ${ID}`, `organization ${ID}`, `users ${ID}`]);
  });

  it('stops a pair at its broken link and says why, while the other goes on', async () => {
    const { lines, checks, asked, status } = await test({
      redeem: (request) => (request.resource === 'graph' ? refuse(code(65001)) : grant(request.authorityTenant)),
    });
    expect(lines).toEqual(['graph.token fail', 'graph.read skipped', 'exchange.token pass', 'exchange.read pass']);
    expect(checks[1]?.reason).toBe('Not tested: the token for this tenant could not be had.');
    expect(status).toBe('fail');
    expect(asked).not.toContain(`users ${ID}`);
  });

  it('judges each answer by the door it came from', async () => {
    const forbidden = () => refuse({ kind: 'refused', httpStatus: 403, codes: [] });
    const { checks } = await test({ users: forbidden, organization: forbidden });
    expect([checks[1]?.cause, checks[3]?.cause]).toEqual(['permission.insufficient', 'exchange.role-missing']);
  });

  it('gives a policy to the customer, in the partner’s own tenant to the partner', async () => {
    const answers = { redeem: () => refuse(code(53003)) };
    expect((await test(answers)).checks[0]?.owner).toBe('customer');
    expect((await test(answers, { place: 'partner' })).checks[0]?.owner).toBe('partner');
  });

  it('tests only the pair asked for', async () => {
    expect((await test({}, { only: 'graph' })).lines).toEqual(['graph.token pass', 'graph.read pass']);
    expect((await test({}, { only: 'exchange' })).asked).toEqual([`exchange ${ID}`, `organization ${ID}`]);
  });

  it('passes an interruption on as the reason', async () => {
    const { status, checks } = await test({ redeem: () => refuse({ kind: 'aborted' }) });
    expect(status).toBe('skipped');
    expect(new Set(checks.map((one) => one.reason))).toEqual(new Set(['Not tested: the run was interrupted.']));
  });

  it('is never green when one of its pairs was cut off', async () => {
    const cut = await test({ users: () => refuse({ kind: 'aborted' }) });
    expect(cut.lines).toEqual(['graph.token pass', 'graph.read skipped', 'exchange.token pass', 'exchange.read pass']);
    expect(cut.status).toBe('skipped');
  });

  it('redeems the second token at the default domain where Exchange is reached the old way', async () => {
    const legacy = { ...connection, exchange: { kind: 'legacy', refreshToken: new Secret('old') } } as const;
    const refused = (request: { legacyClient?: boolean; authorityTenant: string }) =>
      request.legacyClient ? refuse(code(7000112)) : grant(request.authorityTenant);
    const { asked, checks } = await test({ redeem: refused }, { connection: legacy });
    expect(asked).toContain('legacy exchange tenant1.example');
    expect(checks[2]?.cause).toBe('exchange.legacy-client-retired');
  });
});
