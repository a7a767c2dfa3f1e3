import { describe, expect, it } from 'vitest';
import { testPartner } from '../../../../src/core/diagnosis/chains/partner-chain.ts';
import type { CustomerList } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { code, customers, type FakeAnswers, fakeCloud, grant, pass, refuse } from '../../fake-cloud.ts';
import { check, connection, PARTNER_ID, tenantId } from '../../fixtures.ts';

const shape = check('credentials.shape', 'pass');
const chain = (answers: FakeAnswers = {}, rest = {}) =>
  testPartner(fakeCloud(answers), { ...connection, ...rest }, shape);
const listing = (list: Partial<CustomerList>) => ({
  customers: pass({ customers: customers(2), unusableEntries: 0, ...list }),
});
const lastOf = async (answers: FakeAnswers) => (await chain(answers)).checks.at(-1);

describe('testPartner', () => {
  it('passes token, MFA claim and list, and names the tenant the token is of', async () => {
    const result = await chain({ redeem: () => grant(tenantId(7)) }, { tenant: 'msp.example' });
    expect(result.checks.map((one) => `${one.id} ${one.status}`)).toEqual([
      'credentials.shape pass',
      'partner.token pass',
      'partner.mfa pass',
      'partner.customers pass',
    ]);
    expect(result.tenantId).toBe(tenantId(7));
    expect(result.customers).toHaveLength(3);
    expect(result.stop).toBeUndefined();
  });

  it('stops at a token that is refused, and says why the rest was not tested', async () => {
    const { checks, stop, tenantId: id } = await chain({ redeem: () => refuse(code(53003)) });
    expect(stop).toBe('token');
    expect(id).toBe(PARTNER_ID);
    expect(checks[1]).toMatchObject({
      cause: 'access.conditional-access',
      owner: 'partner',
      evidence: { code: 'AADSTS53003' },
    });
    expect(checks.slice(2)).toMatchObject([
      { id: 'partner.mfa', status: 'skipped', reason: expect.stringMatching(/token for the partner/) },
      { id: 'partner.customers', status: 'skipped' },
    ]);
  });

  it('takes an interruption for none of our faults', async () => {
    expect((await chain({ redeem: () => refuse({ kind: 'aborted' }) })).stop).toBe('interrupted');
    expect((await chain({ customers: refuse({ kind: 'aborted' }) })).stop).toBe('interrupted');
  });

  it('warns of a token without an MFA claim and goes on', async () => {
    const { checks, customers: list } = await chain({ redeem: (request) => grant(request.authorityTenant, ['pwd']) });
    expect(checks[2]).toMatchObject({ status: 'warn', cause: 'mfa.claim-missing', owner: 'partner' });
    expect(list).toHaveLength(3);
  });

  it('calls the claim of an unreadable token unknown', async () => {
    const { checks } = await chain({ redeem: (request) => grant(request.authorityTenant, null) });
    expect(checks[2]).toMatchObject({ id: 'partner.mfa', status: 'unknown', reason: expect.any(String) });
  });

  it('stops at a list that is refused', async () => {
    const result = await chain({ customers: refuse({ kind: 'refused', httpStatus: 403, codes: [] }) });
    expect(result).toMatchObject({ stop: 'customers' });
    expect(result).not.toHaveProperty('customers');
    expect(result.checks.at(-1)).toMatchObject({ status: 'fail', cause: 'permission.insufficient', owner: 'partner' });
  });

  it('says that GDAP’s customers lack, and which permission', async () => {
    const gdapFault = { kind: 'refused', httpStatus: 403, codes: [] } as const;
    expect(await lastOf(listing({ gdapFault }))).toMatchObject({
      status: 'warn',
      reason:
        'Customers known only through GDAP are not listed: the app lacks the permission DelegatedAdminRelationship.Read.All.',
    });
    const other = await lastOf(listing({ gdapFault: { kind: 'timeout', detail: 'silence' } }));
    expect(other).toMatchObject({ status: 'warn', reason: expect.stringMatching(/silence/) });
  });

  it('says how many entries could not be used, and that a list is empty', async () => {
    expect((await lastOf(listing({ unusableEntries: 1 })))?.reason).toMatch(
      /^1 entry of the customer list had no usable/,
    );
    expect((await lastOf(listing({ unusableEntries: 2 })))?.reason).toMatch(/^2 entries/);
    expect(await lastOf(listing({ customers: [] }))).toMatchObject({
      status: 'warn',
      reason: 'The customer list is empty.',
    });
  });

  it('always warns of the retired client', async () => {
    const { checks } = await chain({}, { exchange: { kind: 'legacy', refreshToken: new Secret('old') } });
    expect(checks[1]).toMatchObject({ id: 'exchange.client', status: 'warn', cause: 'exchange.legacy-client-retired' });
  });
});
