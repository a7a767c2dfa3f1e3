import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../../src/adapters/articles/load-articles.ts';
import { judgeCase } from '../../../../src/core/guidance/articles/judge-case.ts';
import { customerMessageOf, toMessageCard } from '../../../../src/core/guidance/articles/message-card.ts';
import { CAUSE_IDS, ownerOf } from '../../../../src/core/model/causes/cause.ts';
import type { ActingPolicy } from '../../../../src/core/model/causes/evidence.ts';
import { PARTNER_ID, tenantId } from '../../fixtures.ts';

const library = loadArticles();
const tenant = { tenantId: tenantId(1), label: 'Tenant 1', domain: 'tenant1.example' };

/** What the customer is written where this was found in their tenant. */
function messageAbout(id: string, name: string): string {
  const policy: ActingPolicy = {
    ...{ id, name, whose: 'customer', does: 'requires MFA', when: '', shownBy: 'refusal', others: 0 },
    set: 'leave our accounts out of it',
  };
  const card = toMessageCard(
    {
      ...{ headline: 'MFA', template: library.forCause('mfa.required').customerMessage ?? '', library },
      ...{ subject: { partnerTenantId: PARTNER_ID, applicationId: tenantId(9) }, tenants: [tenant] },
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

  it.each(CAUSE_IDS)('is at hand wherever a step sends it: %s', (cause) => {
    const judged = judgeCase(cause, { owner: ownerOf(cause, 'customer'), hit: 1, tested: 40 }, library);
    const isSent = judged.article.steps.some((step) => /(?:message of this article|this article's message)/.test(step));
    if (isSent) expect(customerMessageOf(judged)).toBeDefined();
  });
});
