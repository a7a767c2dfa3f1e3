import { describe, expect, it } from 'vitest';
import { judgeRelationships } from '../../../../src/core/diagnosis/expiry/judge-relationships.ts';
import type { GdapRelationship } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../../../src/core/model/tenants/tenant.ts';
import { tenantId } from '../../fixtures.ts';
import { contoso, GLOBAL_ADMINISTRATOR, inDays, NOW, relationship, STAGES } from './expiry-fixtures.ts';

const KEY = `gdap-relationship:${contoso.tenantId}`;
const judge = (relationships: GdapRelationship[], customers: Tenant[] | undefined = [contoso]) =>
  judgeRelationships({ relationships, unusableEntries: 0 }, customers, NOW);
const judgeUnlisted = (relationships: GdapRelationship[]) =>
  judgeRelationships({ relationships, unusableEntries: 0 }, undefined, NOW);
const only = (...relationships: GdapRelationship[]) => {
  const { findings, problems } = judge(relationships);
  expect(problems).toEqual([]);
  expect(findings.length).toBeLessThanOrEqual(1);
  return findings[0];
};
const NOTHING = { findings: [], problems: [], notes: [] };
const ending = (days: number, rest: Partial<GdapRelationship> = {}) => relationship({ endsAt: inDays(days), ...rest });
const EXTENDING = { autoExtendDuration: 'P180D' };

describe('judgeRelationships, of a live relationship', () => {
  it.each(STAGES)('makes one with %d ms left %s', (leftMs, stage) => {
    const finding = only(relationship({ endsAt: NOW + leftMs }));
    expect(finding?.stage ?? null).toBe(stage);
    if (stage === null) return;
    const over = stage === 'overdue';
    expect(finding).toMatchObject({
      kind: 'gdap-relationship',
      key: KEY,
      subjectId: 'relationship-1',
      tenantId: contoso.tenantId,
      tenantName: 'Contoso',
      expiresAt: NOW + leftMs,
      cause: over ? 'gdap.expired' : 'gdap.expiring',
      severity: over ? 'fail' : 'warn',
      owner: 'partner',
    });
  });

  it.each(['PT0S', 'P0D', '', null, 'nonsense'])('takes the extension %o for none', (autoExtendDuration) => {
    expect(only(ending(6, { autoExtendDuration }))?.reason).toBe(
      'Delegated access to Contoso ends on 27 November 2026, within 7 days. Automatic extension is off.',
    );
  });

  it('only notes one that extends itself', () => {
    const { findings, notes } = judge([ending(6, EXTENDING)]);
    expect(findings).toEqual([]);
    expect(notes).toMatchObject([
      {
        key: KEY,
        expiresAt: inDays(6),
        text: 'Delegated access to Contoso is extended automatically on 27 November 2026.',
      },
    ]);
    expect(judge([ending(31, EXTENDING)])).toEqual(NOTHING);
  });

  it('gives an extension a day to come, and warns when it has not', () => {
    expect(judge([ending(-0.9, EXTENDING)]).findings).toEqual([]);
    expect(only(ending(-1, EXTENDING))).toMatchObject({
      stage: 'overdue',
      cause: 'gdap.expiring',
      severity: 'warn',
      reason: expect.stringMatching(/was to be extended automatically on 20 November 2026 and was not/),
    });
  });

  it('says that Global Administrator prevents the extension, whatever is set', () => {
    const withRole = { roleDefinitionIds: ['x', GLOBAL_ADMINISTRATOR] };
    for (const extension of [{}, EXTENDING])
      expect(only(ending(10, { ...withRole, ...extension }))).toMatchObject({
        stage: 14,
        reason: expect.stringMatching(/since Global Administrator is among its roles\.$/),
      });
  });

  it('lets the longest of several count', () => {
    expect(only(ending(2), ending(200, { id: 'b' }))).toBeUndefined();
    expect(only(ending(2), ending(20, { id: 'b' }), ending(9, { id: 'c' }))).toMatchObject({
      subjectId: 'b',
      stage: 30,
      key: KEY,
    });
    expect(judge([ending(20), ending(2, { id: 'b', ...EXTENDING })])).toMatchObject({
      findings: [],
      notes: [{ subjectId: 'b' }],
    });
    expect(only(ending(-5, EXTENDING), ending(90, { id: 'b' }))).toBeUndefined();
    expect(only(ending(90), relationship({ id: 'b', endsAt: null }))).toBeUndefined();
  });

  it('is not disturbed by an ended or open one beside it, and tells of the open one when it ends', () => {
    const ended = relationship({ id: 'old', status: 'terminated' });
    const open = relationship({ id: 'new', status: 'approvalPending', endsAt: null, lastModifiedAt: inDays(-3) });
    expect(judge([ended, relationship(), open])).toEqual(NOTHING);
    expect(only(ended, ending(2), open)?.reason).toMatch(/A new relationship is not active yet\.$/);
  });

  it('makes an end that cannot be read a problem', () => {
    expect(judge([relationship({ endsAt: null })])).toMatchObject({
      findings: [],
      problems: [{ what: 'gdap-relationships', unjudged: [KEY] }],
    });
  });

  it('takes expiring for live while its end lies ahead, and for over after it', () => {
    expect(only(ending(5, { status: 'expiring', ...EXTENDING }))).toMatchObject({ stage: 7, cause: 'gdap.expiring' });
    expect(only(ending(0, { status: 'expiring' }))).toMatchObject({ stage: 'overdue', cause: 'gdap.expired' });
  });

  it('judges each customer by itself', () => {
    const other = { tenantId: tenantId(2), displayName: 'Fabrikam' };
    const { findings } = judge([ending(2), ending(20, { id: 'b', customer: other })]);
    expect(findings.map((one) => [one.key, one.tenantName, one.stage])).toEqual([
      [KEY, 'Contoso', 3],
      [`gdap-relationship:${tenantId(2)}`, 'Fabrikam', 30],
    ]);
  });
});

describe('judgeRelationships, of an ended relationship', () => {
  it('fails for one that ran out, with the date', () => {
    expect(only(ending(-12, { status: 'expired' }))).toMatchObject({
      key: KEY,
      stage: 'overdue',
      expiresAt: inDays(-12),
      cause: 'gdap.expired',
      severity: 'fail',
      reason: 'Delegated access to Contoso ended on 9 November 2026, and no other relationship is active.',
    });
  });

  it.each(['terminated', 'terminating', 'terminationRequested'])(
    'fails for one that is %s, without a clock',
    (status) => {
      expect(only(ending(300, { status, lastModifiedAt: inDays(-1) }))).toMatchObject({
        stage: null,
        expiresAt: null,
        cause: 'gdap.expired',
        severity: 'fail',
        reason: expect.stringMatching(
          /^Delegated access to Contoso was terminated on 20 November 2026, .*wanted that\.$/,
        ),
      });
    },
  );

  it('speaks of the newest of several', () => {
    const old = ending(-300, { status: 'expired', lastModifiedAt: inDays(-300) });
    const newer = relationship({ id: 'newer', status: 'terminated', lastModifiedAt: inDays(-2) });
    expect(only(old, newer)?.subjectId).toBe('newer');
    expect(only(newer, old)?.subjectId).toBe('newer');
  });

  it('is silent about who is no customer any more', () => {
    expect(judge([ending(-12, { status: 'expired' })], [])).toEqual(NOTHING);
  });

  it('cannot tell without the customer list, and says so once', () => {
    const ended = [1, 2].map((number) =>
      ending(-12, { id: `${number}`, status: 'expired', customer: { tenantId: tenantId(number), displayName: null } }),
    );
    expect(judgeUnlisted(ended)).toMatchObject({
      findings: [],
      problems: [{ reason: expect.stringMatching(/access to 2 tenants has ended/), unjudged: ['gdap-relationship:'] }],
    });
    expect(judgeUnlisted([ending(2)]).findings).toHaveLength(1);
  });
});

describe('judgeRelationships, of an open request', () => {
  const pending = (days: number, rest: Partial<GdapRelationship> = {}) =>
    relationship({
      status: 'approvalPending',
      endsAt: null,
      activatedAt: null,
      lastModifiedAt: inDays(-days),
      ...rest,
    });

  it('warns that it waits for the customer, and since when', () => {
    expect(only(pending(12))).toEqual({
      kind: 'gdap-relationship',
      key: KEY,
      subjectId: 'relationship-1',
      tenantId: contoso.tenantId,
      tenantName: 'Contoso',
      expiresAt: null,
      stage: null,
      cause: 'gdap.pending',
      owner: 'customer',
      severity: 'warn',
      reason:
        'The request for delegated access to Contoso was sent on 9 November 2026 and waits for the customer’s approval; after 90 days it lapses.',
    });
  });

  it('fails when there was access before it', () => {
    expect(only(pending(12), ending(-5, { id: 'old', status: 'expired' }))).toMatchObject({
      subjectId: 'relationship-1',
      cause: 'gdap.pending',
      severity: 'fail',
      reason: expect.stringMatching(/There is no access now: the relationship before it is over\.$/),
    });
  });

  it('says after 90 days that it has lapsed, as long as the customer is one', () => {
    expect(only(pending(90))?.owner).toBe('customer');
    expect(only(pending(90.1))).toMatchObject({
      owner: 'partner',
      reason: expect.stringMatching(/was sent on 23 August 2026 and never answered; after 90 days it lapses\.$/),
    });
    expect(judge([pending(91)], [])).toEqual(NOTHING);
    expect(judge([pending(12)], []).findings).toHaveLength(1);
    expect(judgeUnlisted([pending(91)]).problems).toHaveLength(1);
  });

  it('says less than an end once it has lapsed', () => {
    const ended = ending(-5, { id: 'old', status: 'expired' });
    expect(only(pending(91), ended)).toMatchObject({ subjectId: 'old', cause: 'gdap.expired' });
    expect(only(pending(91), ending(2, { id: 'live' }))?.reason).toMatch(/Automatic extension is off\.$/);
  });

  it('stands by itself while its customer is not known', () => {
    const nobody = { tenantId: null, displayName: null };
    const { findings } = judge([pending(1, { id: 'a', customer: nobody }), pending(2, { id: 'b', customer: nobody })]);
    expect(findings.map((one) => one.key)).toEqual(['gdap-relationship:a', 'gdap-relationship:b']);
    expect(findings[0]?.tenantId).toBeUndefined();
    expect(findings[0]?.reason).toMatch(/delegated access to a customer not known yet/);
  });

  it('gives an approved one a day to become active, unless access was lost before', () => {
    for (const status of ['approved', 'activating']) {
      expect(judge([pending(1, { status })])).toEqual(NOTHING);
      expect(only(pending(1.01, { status }))).toMatchObject({
        cause: 'gdap.pending',
        owner: 'partner',
        severity: 'warn',
        reason: expect.stringMatching(/was approved on 20 November 2026 and is not active yet\.$/),
      });
      expect(only(pending(0, { status }), ending(-5, { id: 'old', status: 'expired' }))).toMatchObject({
        subjectId: 'relationship-1',
        severity: 'fail',
      });
    }
  });

  it('takes no notice of a draft', () => expect(judge([pending(50, { status: 'created' })])).toEqual(NOTHING));
});

describe('judgeRelationships, of what it does not understand', () => {
  it('makes a status that nobody knows a problem, unless another gives access', () => {
    for (const status of ['suspended', 'constructor', 'unknownFutureValue'])
      expect(judge([relationship({ status })])).toMatchObject({
        findings: [],
        problems: [{ reason: expect.stringContaining(`“${status}”`), unjudged: [KEY] }],
      });
    expect(judge([relationship({ status: 'suspended' }), relationship({ id: 'b' })])).toEqual(NOTHING);
  });

  it('counts entries that could not be read', () => {
    expect(judgeRelationships({ relationships: [], unusableEntries: 3 }, [], NOW).problems).toMatchObject([
      { reason: expect.stringMatching(/^3 delegated admin relationships could not be read/) },
    ]);
  });

  it('keeps names on one line', () => {
    const { findings } = judge([ending(2)], [{ ...contoso, displayName: 'Con\u202Etoso\n**bold**' }]);
    expect(findings[0]?.reason).toContain('access to Con toso **bold** ends');
  });
});
