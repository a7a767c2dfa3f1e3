import { describe, expect, it } from 'vitest';
import { type Article, fillArticle } from '../../../../src/core/guidance/articles/article.ts';
import { createArticleLibrary } from '../../../../src/core/guidance/articles/create-library.ts';
import { CAUSE_IDS } from '../../../../src/core/model/causes/cause.ts';
import { library as complete, tenantId } from '../../fixtures.ts';

const articles = complete.all();
const [first, second] = articles as readonly [Article, Article, ...Article[]];

describe('createArticleLibrary', () => {
  it('finds the article of every cause', () => {
    const library = createArticleLibrary(articles);
    for (const cause of CAUSE_IDS) expect(library.forCause(cause).causes).toContain(cause);
    expect(library.byId(first.id)).toBe(first);
    expect(library.byId('nothing')).toBeUndefined();
  });

  it('refuses a cause without an article, a cause with two and an id used twice, all at once', () => {
    const faulty = [...articles.slice(1), { ...second, causes: [] }, { ...second, id: 'other' }];
    expect(() => createArticleLibrary(faulty)).toThrow(
      new RegExp(
        `two articles have the id ${second.id}.*${second.causes[0]} has two articles.*${first.causes[0]} has no article`,
      ),
    );
  });
});

describe('fillArticle', () => {
  const subject = { tenantId: tenantId(1), tenantDomain: 'contoso.com', tenantName: 'Contoso & <b>Sons</b>' };

  it('puts the subject into text and links', () => {
    expect(fillArticle('[Open](https://entra.microsoft.com/{tenantId}/x) for {tenantName}', subject)).toBe(
      `[Open](https://entra.microsoft.com/${tenantId(1)}/x) for Contoso & <b>Sons</b>`,
    );
  });

  it('leaves a readable word where a value lacks, and turns its link into text', () => {
    expect(fillArticle('{tenantId}, {applicationId}', {})).toBe('the tenant’s id, your app’s id');
    expect(fillArticle('Run `test --tenant {tenantDomain}` for the customer {tenantName}', {})).toBe(
      'Run `test --tenant TENANT-DOMAIN` for the customer concerned',
    );
    expect(fillArticle('[Open](https://x.example/{tenantId}) it', {})).toBe('Open it');
    expect(fillArticle('[Open](https://x.example/) it', {})).toBe('[Open](https://x.example/) it');
  });

  it.each(['a/../b', 'a)b', 'a?b=c', 'a@evil.example', 'a b', 'ü.example'])(
    'lets “%s” into no link and no text',
    (value) => {
      expect(fillArticle('[Open](https://x.example/{tenantDomain}) {tenantDomain}', { tenantDomain: value })).toBe(
        'Open the tenant concerned',
      );
    },
  );

  it('fills no placeholder that a name brings along, and leaves unknown ones', () => {
    expect(fillArticle('{tenantName} {constructor}', { tenantName: '{tenantId}', tenantId: 'x' })).toBe(
      '{tenantId} {constructor}',
    );
  });
});
