import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../../src/adapters/articles/load-articles.ts';
import { parseAction } from '../../../../src/core/cards/action-id.ts';
import type { ArticleSubject } from '../../../../src/core/guidance/articles/article.ts';
import { toArticleCard, toArticleChoiceCard } from '../../../../src/core/guidance/articles/article-card.ts';
import { buttonOf, labelsOf, linesOf, linksOf, stringsOf, textOf } from '../../cards/card-texts.ts';
import { tenantId } from '../../fixtures.ts';

const library = loadArticles();
const SUBJECT: ArticleSubject = {
  tenantId: tenantId(7),
  tenantDomain: 'contoso.onmicrosoft.com',
  tenantName: 'Contoso',
  applicationId: tenantId(8),
  partnerTenantId: tenantId(9),
};
const PLACEHOLDER = /\{(?:tenantId|tenantDomain|tenantName|applicationId|partnerTenantId)\}/;

describe.each(library.all().map((article) => [article.id, article] as const))('the article %s', (_id, article) => {
  const pages = [{}, SUBJECT].flatMap((subject) =>
    ([0, 1] as const).map((page) => toArticleCard(article, page, subject)),
  );

  it('shows no placeholder, no markup and no half link, with and without a tenant', () => {
    for (const card of pages) {
      for (const text of stringsOf(card)) expect(text).not.toMatch(PLACEHOLDER);
      const copied = new Set(card.blocks.flatMap((block) => (block.kind === 'copy' ? [block.text] : [])));
      for (const line of linesOf(card)) if (!copied.has(line)) expect(line).not.toMatch(/\]\(|\*\*|`|^#+ |^[-*] /);
      for (const link of linksOf(card)) expect(link).toMatch(/^https:\/\/[^\s{}<>]+$/);
    }
  });

  it('keeps the order that every article has, on two pages', () => {
    const [first, second] = pages;
    if (!first || !second) throw new Error('two pages are needed');
    const labels = linesOf(first).flatMap((line) => /^(Symptom|What it means|Who acts):/.exec(line)?.[1] ?? []);
    expect(labels).toEqual(['Symptom', 'What it means', 'Who acts']);
    const list = first.blocks.find((block) => block.kind === 'list');
    expect(list).toMatchObject({ numbered: true });
    expect(list?.items).toHaveLength(article.steps.length);
    expect(linesOf(second)).toContain('How to verify');
    expect(linesOf(second)).toContain('Sources');
  });
});

describe('toArticleCard', () => {
  it('turns from one page to the other and back', () => {
    const [article] = library.all();
    if (!article) throw new Error('there is no article');
    const there = parseAction(buttonOf(toArticleCard(article, 0), 'Verify, message, sources'));
    expect(there).toEqual({ verb: 'article', args: [article.id, '1'] });
    expect(parseAction(buttonOf(toArticleCard(article, 1), 'Steps'))).toEqual({
      verb: 'article',
      args: [article.id, '0'],
    });
    expect(labelsOf(toArticleCard(article, 0))).not.toContain('Back');
  });

  it('fills the tenant’s id into deep links, where it knows one', () => {
    const article = library.forCause('access.conditional-access');
    const ofTenant = toArticleCard(article, 0, SUBJECT);
    expect(linksOf(ofTenant).some((link) => link.includes(tenantId(7)))).toBe(true);
    expect(linksOf(toArticleCard(article, 0)).some((link) => link.includes(tenantId(7)))).toBe(false);
    expect(textOf(toArticleCard(article, 1, SUBJECT))).toContain('Contoso');
  });
});

describe('toArticleChoiceCard', () => {
  it('offers each article by its title, and a button for it', () => {
    const choices = library.all().slice(0, 5);
    const card = toArticleChoiceCard(choices, []);
    expect(labelsOf(card)).toEqual(choices.map((article) => article.title));
    expect(parseAction(buttonOf(card, choices[2]?.title ?? ''))).toEqual({ verb: 'article', args: [choices[2]?.id] });
  });

  it('says what to try where none fits', () => {
    const card = toArticleChoiceCard([], ['Try fewer or other words.']);
    expect(textOf(card)).toBe('No article fits these words.\nTry fewer or other words.');
    expect(labelsOf(card)).toEqual([]);
  });
});
