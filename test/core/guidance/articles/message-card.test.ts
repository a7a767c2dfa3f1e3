import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../../src/adapters/articles/load-articles.ts';
import type { Card } from '../../../../src/core/cards/card.ts';
import { judgeCase } from '../../../../src/core/guidance/articles/judge-case.ts';
import {
  customerMessageOf,
  permissionsIn,
  toMessageCard,
} from '../../../../src/core/guidance/articles/message-card.ts';
import { CAUSE_IDS, ownerOf } from '../../../../src/core/model/causes/cause.ts';
import type { ActingPolicy } from '../../../../src/core/model/causes/evidence.ts';
import { linesOf } from '../../cards/card-texts.ts';
import { PARTNER_ID, tenantId } from '../../fixtures.ts';

const library = loadArticles();
const tenant = { tenantId: tenantId(1), label: 'Tenant 1', domain: 'tenant1.example' };

/** The card of the messages to tenants in which this was found. */
function cardAbout(id: string, name: string, tenants = [tenant]): Card {
  const policy: ActingPolicy = {
    ...{ id, name, whose: 'customer', does: 'requires MFA', when: '', shownBy: 'refusal', others: 0 },
    set: 'leave our accounts out of it',
  };
  return toMessageCard(
    {
      ...{ headline: 'MFA', template: library.forCause('mfa.required').customerMessage ?? '', library },
      ...{ subject: { partnerTenantId: PARTNER_ID, applicationId: tenantId(9) }, tenants },
      policies: new Map([[tenant.tenantId, policy]]),
      ...{
        connection: 'default',
        cause: 'access.conditional-access',
        turn: String,
        file: 'file',
        mailed: 'mailed',
        back: 'back',
      },
    },
    0,
  );
}

function messageAbout(id: string, name: string): string {
  const card = cardAbout(id, name);
  return card.blocks.flatMap((block) => (block.kind === 'copy' ? [block.text] : [])).join();
}

describe('the message to a customer', () => {
  it('asks for what mends the setting that was found: a policy has exclusions, the others are elsewhere', () => {
    expect(messageAbout('p', '“Require MFA”')).toContain('the policy “Require MFA” in your tenant: it requires MFA');
    const defaults = messageAbout('security-defaults', 'Security defaults');
    expect(defaults).toContain('Security defaults do not allow any exception');
    const across = messageAbout('cross-tenant-access', 'Cross-tenant access settings');
    expect(across).toContain('Cross-tenant access settings.');
    for (const text of [defaults, across]) expect(text).not.toMatch(/leave the policy switched on|\{\w+\}/);
  });

  it('is to be copied to the one customer, or each to its own', () => {
    const noteOf = (card: Card): string => linesOf(card)[1] ?? '';
    expect(noteOf(cardAbout('p', 'P'))).toMatch(/^Copy it into a mail to the customer’s administrator/);
    const both = cardAbout('p', 'P', [tenant, { ...tenant, tenantId: tenantId(2) }]);
    expect(noteOf(both)).toMatch(/^Copy each into a mail to that customer’s administrator/);
  });

  it.each(CAUSE_IDS)('is at hand wherever a step sends it: %s', (cause) => {
    const judged = judgeCase(cause, { owner: ownerOf(cause, 'customer'), hit: 1, tested: 40 }, library);
    const isSent = judged.article.steps.some((step) => /(?:message of this article|this article's message)/.test(step));
    if (isSent) expect(customerMessageOf(judged)).toBeDefined();
  });

  it.each([
    ['credential.secret-invalid', /not the one that your tenant knows/],
    ['credential.secret-expired', /secret has expired/],
    ['credential.secret-expiring', /secret ends soon/],
    ['app.not-in-tenant', /is missing in your tenant/],
    ['app.disabled', /is switched off/],
    ['access.conditional-access', /A Conditional Access policy for workload identities/],
    ['consent.missing', /lacks \{permissions\}/],
    ['permission.scope-missing', /lacks \{permissions\}/],
    ['credential.person', undefined],
  ] as const)('asks the tenant of an app by itself for the one thing that was found: %s', (cause, asked) => {
    const owner = ownerOf(cause, 'customer');
    const text = customerMessageOf(judgeCase(cause, { cause, owner, kind: 'app-only', hit: 0, tested: 0 }, library));
    if (asked === undefined) expect(text).toBeUndefined();
    else expect(text).toMatch(asked);
    expect(text ?? '').not.toMatch(/\*\*|^\d+\. If /m);
    if (!/lacks/.test(String(asked))) expect(text?.match(/^\d+\. /gm) ?? []).toEqual(asked ? ['1. '] : []);
  });

  it('names each permission that is missing once, and none where an older version kept none', () => {
    const found = [['User.Read.All', 'Policy.Read.All'], ['Policy.Read.All']];
    const permissions = 'User.Read.All and Policy.Read.All';
    expect(permissionsIn(found.map((names) => ({ evidence: { permissions: names } })))).toEqual({ permissions });
    const old = { reason: 'The token lacks: Policy.Read.All (Conditional Access policies).' };
    expect(
      permissionsIn([
        { ...old, evidence: null },
        { ...old, evidence: { httpStatus: 403 } },
      ]),
    ).toEqual({});
  });

  it('asks for a guest to be deleted where one was found, though it is ours to mend', () => {
    const at = (check: string) =>
      judgeCase('account.no-path', { owner: 'partner', hit: 1, tested: 40, broken: [check] }, library);
    expect(at('partner.account').article.steps.join()).not.toMatch(/Partner Center|security groups/);
    expect(at('graph.token').article.steps).toHaveLength(7);
    const messageAt = (check: string) =>
      customerMessageOf(
        judgeCase('account.no-path', { owner: 'partner', hit: 1, tested: 40, broken: [check] }, library),
      );
    expect(messageAt('partner.account')).toMatch(/^1\. Open [\s\S]*^3\. Delete the entry of our service account/m);
    expect(messageAt('graph.token')).toBeUndefined();
  });

  it.each(['mfa.required', 'mfa.third-party', 'access.security-defaults'] as const)(
    'is on no card and no page where the fault is ours alone: %s',
    (cause) => {
      const judge = (owner: 'partner' | 'customer') =>
        judgeCase(cause, { owner, hit: 1, tested: 40, mfa: true }, library);
      expect(judge('partner').article.customerMessage).toBeUndefined();
      expect(judge('partner').article.steps.join()).not.toMatch(/this article's message/);
      expect(customerMessageOf(judge('customer'))).toMatch(/^Subject: /);
    },
  );
});
