import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../../src/adapters/articles/load-articles.ts';
import { CARD_LIMITS } from '../../../../src/core/cards/card.ts';
import { ofTenant } from '../../../../src/core/guidance/articles/article.ts';
import type { Situation } from '../../../../src/core/guidance/articles/condition.ts';
import { fitArticle } from '../../../../src/core/guidance/articles/fit-article.ts';
import type { StepAnswer, Walk } from '../../../../src/core/guidance/walks/walk.ts';
import { toWalkCard } from '../../../../src/core/guidance/walks/walk-card.ts';
import { labelsOf, linesOf } from '../../cards/card-texts.ts';
import { PARTNER_ID, tenantId } from '../../fixtures.ts';

const library = loadArticles();
const tenant = { tenantId: tenantId(3), displayName: 'Tenant 3', defaultDomainName: 'tenant3.example' };
const own = { applicationId: tenantId(7), partnerTenantId: PARTNER_ID };
const subject = ofTenant(own, { tenantId: tenant.tenantId, label: 'Tenant 3', domain: 'tenant3.example' });

/** Nothing known, one customer of many, and all of them. */
const CASES: readonly { situation: Situation; about: Walk['tenant'] }[] = [
  { situation: {}, about: null },
  { situation: { owner: 'customer', hit: 1, tested: 40, kind: 'sam', mfa: true }, about: tenant },
  { situation: { owner: 'partner', hit: 40, tested: 40, kind: 'sam', mfa: false }, about: null },
];

function walkOf(articleId: string, { situation, about }: (typeof CASES)[number], steps: number): Walk {
  const by = { startedBy: 'Ada', startedAt: 0, movedBy: 'Ada', movedAt: 0 };
  const answers = Array.from({ length: steps }, (_, index): StepAnswer => (index % 2 === 0 ? 'done' : 'no-help'));
  const of = { id: 'walk', place: 'terminal', connection: 'default', mended: false };
  return { ...of, ...by, articleId, tenant: about, situation, answers };
}

describe('a walk card', () => {
  it('is whole at every step of every article, and leads on from each', () => {
    const faults: string[] = [];
    for (const article of library.all()) {
      for (const one of CASES) {
        const { steps } = fitArticle(article, one.situation);
        for (let at = 0; at <= steps.length; at += 1) {
          const walk = walkOf(article.id, one, at);
          const card = toWalkCard({ walk, article, library, subject: one.about ? subject : own });
          const [text, labels] = [linesOf(card).join('\n'), labelsOf(card)];
          const isEnd = at === steps.length;
          const is = (fault: string): void => void faults.push(`${article.id}, step ${at + 1}: ${fault}`);
          if (/\{\w*\}|undefined|\[object/.test(text)) is('a placeholder');
          if (linesOf(card)[1]?.trim() === '') is('no text');
          if (!isEnd && !(labels.includes('Done') && labels.includes('Didn’t help'))) is('no way on');
          if (isEnd && !labels.includes('Back')) is('no way back');
          if (article.causes.length > 0 && !labels.includes('Check it for me')) is('nothing checks it');
          if (labels.some((label) => label.length > 80)) is('a label that is too long');
          if (text.length > CARD_LIMITS.textLength) is('more text than a card holds');
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it('says who may go on with it, until there is nothing to go on with', () => {
    const [article, one] = [library.forCause('consent.missing'), CASES[0]];
    const open = walkOf(article.id, one ?? { situation: {}, about: null }, 1);
    const textOf = (walk: Walk): string => linesOf(toWalkCard({ walk, article, library, subject: own })).join();
    expect(textOf(open)).toContain('Whoever may act here can go on with it.');
    expect(textOf({ ...open, mended: true })).toMatch(/Begun by Ada on [^.]+(?:\.\d+Z)?\.$/);
  });
});
