import { describe, expect, it } from 'vitest';
import { type ExpiryRequest, readExpiry } from '../../../../src/core/diagnosis/expiry/read-expiry.ts';
import type { Fault } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { type FakeAnswers, fakeCloud, pass, refuse } from '../../fake-cloud.ts';
import { connection, tenantId } from '../../fixtures.ts';
import { app, contoso, inDays, keyId, NOW, relationship, secret } from './expiry-fixtures.ts';

const read = (answers: FakeAnswers, request: Partial<ExpiryRequest> = {}) => {
  const whole = { connection, partnerToken: new Secret('token'), customers: [contoso], now: NOW, rotatedAt: NOW };
  return readExpiry(fakeCloud(answers), { ...whole, ...request });
};
const ours = (endsAt: number, startsAt = inDays(-10)) => pass(app([secret(1, endsAt, { hint: 'the', startsAt })]));
const forbidden: Fault = { kind: 'refused', httpStatus: 403, codes: [], error: 'Authorization_RequestDenied' };

describe('readExpiry', () => {
  it('finds nothing where everything lasts', async () => {
    const lasting = {
      credentials: ours(inDays(300)),
      relationships: pass({ relationships: [relationship()], unusableEntries: 0 }),
    };
    expect(await read(lasting)).toMatchObject({ findings: [], problems: [], notes: [] });
  });

  it('says of each customer when delegated access ends, where it ends by itself', async () => {
    const of = (number: number, rest: Parameters<typeof relationship>[0]) =>
      relationship({ customer: { tenantId: tenantId(number), displayName: null }, ...rest });
    const relationships = [
      of(1, { endsAt: inDays(50) }),
      of(1, { endsAt: inDays(80) }),
      of(1, { endsAt: inDays(900), status: 'approvalPending' }),
      of(2, { endsAt: inDays(20), autoExtendDuration: 'P180D' }),
      of(3, { endsAt: inDays(-5), status: 'expired' }),
      of(4, { endsAt: inDays(-5), status: 'terminated' }),
      of(5, { endsAt: null }),
      of(6, { endsAt: inDays(5), customer: { tenantId: null, displayName: null } }),
    ];
    const { ends } = await read({ relationships: pass({ relationships, unusableEntries: 0 }) });
    expect(ends).toEqual({ [tenantId(1)]: inDays(80), [tenantId(3)]: inDays(-5) });
    expect(await read({ relationships: refuse(forbidden) })).not.toHaveProperty('ends');
  });

  it('judges the token, the app and delegated access together', async () => {
    const { findings, problems } = await read(
      {
        credentials: ours(inDays(2), inDays(-400)),
        relationships: pass({ relationships: [relationship({ endsAt: inDays(5) })], unusableEntries: 0 }),
      },
      { rotatedAt: inDays(-80) },
    );
    expect(problems).toEqual([]);
    expect(findings.map((one) => [one.key, one.stage])).toEqual([
      ['refresh-token:partner', 14],
      [`client-secret:${keyId(1)}`, 3],
      [`secret-age:${keyId(1)}`, null],
      [`gdap-relationship:${contoso.tenantId}`, 7],
    ]);
  });

  it('makes a lacking permission a problem that names it, and goes on with the rest', async () => {
    const { findings, problems } = await read({
      credentials: refuse(forbidden),
      relationships: pass({ relationships: [relationship({ endsAt: inDays(5) })], unusableEntries: 0 }),
    });
    expect(findings).toHaveLength(1);
    expect(problems).toMatchObject([
      {
        what: 'application-credentials',
        reason: expect.stringMatching(/lacks the permission Application\.Read\.All/),
        cause: 'permission.insufficient',
        evidence: { httpStatus: 403, error: 'Authorization_RequestDenied' },
        unjudged: ['client-secret:', 'certificate:', 'secret-age:'],
      },
    ]);
    const other = await read({ relationships: refuse(forbidden) });
    expect(other.problems[0]?.reason).toMatch(/DelegatedAdminRelationship\.Read\.All/);
    expect(other.problems[0]?.unjudged).toEqual(['gdap-relationship:']);
  });

  it.each<[Fault, string | undefined, RegExp]>([
    [{ kind: 'timeout', detail: '15 s' }, 'network.timeout', /cannot be read: No answer/],
    [{ kind: 'refused', httpStatus: 503, codes: [] }, 'service.unavailable', /cannot be read: Microsoft/],
    [
      { kind: 'refused', httpStatus: 403, codes: [], message: 'blocked by Conditional Access' },
      'access.conditional-access',
      /Conditional Access/,
    ],
    [{ kind: 'throttled', httpStatus: 429, codes: [] }, 'throttle.graph', /too many requests/],
    [{ kind: 'internal', error: 'x', reference: '7Q2M-4KX9' }, 'internal', /7Q2M-4KX9/],
    [{ kind: 'aborted' }, undefined, /were not read: the run was interrupted/],
  ])('never takes %o for green', async (fault, cause, reason) => {
    const { findings, problems } = await read({ credentials: refuse(fault), relationships: refuse(fault) });
    expect(findings).toEqual([]);
    expect(problems.map((one) => [one.what, one.cause])).toEqual([
      ['application-credentials', cause],
      ['gdap-relationships', cause],
    ]);
    for (const problem of problems) expect(problem.reason).toMatch(reason);
  });
});

describe('what is left unjudged', () => {
  it('tells what is settled from what nobody could look at', async () => {
    const { problems } = await read({ credentials: refuse({ kind: 'aborted' }) }, { rotatedAt: null });
    const isJudged = (key: string): boolean =>
      !problems.some(({ unjudged }) => unjudged.some((beginning) => key.startsWith(beginning)));
    expect(isJudged(`client-secret:${keyId(1)}`)).toBe(false);
    expect(isJudged('refresh-token:partner')).toBe(false);
    expect(isJudged(`gdap-relationship:${contoso.tenantId}`)).toBe(true);
  });
});
