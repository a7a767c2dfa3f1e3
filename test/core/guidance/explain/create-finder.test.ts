import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countSayings, learnWeights } from '../../../../.ci/weights/learn-weights.ts';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { searchArticle } from '../../../../src/core/guidance/articles/find-article.ts';
import { createFinder } from '../../../../src/core/guidance/explain/create-finder.ts';
import { findGuidance } from '../../../../src/core/guidance/explain/find-guidance.ts';
import { toAlternative } from '../../../../src/core/guidance/explain/suggest-article.ts';

/** What a technician types, and the article that answers it. */
const queries = JSON.parse(readFileSync(new URL('queries.json', import.meta.url), 'utf8')) as [
  query: string,
  article: string,
][];
const { library, search, knowledge } = loadGuidance();
const find = (query: string) => searchArticle(query, library, search);

describe('createFinder', () => {
  it('finds what technicians ask for among the first three, and first in 80 of 100 cases', () => {
    expect(queries.length).toBeGreaterThanOrEqual(40);
    const places = queries.map(([query, article]) => ({
      query,
      article,
      place: search.search(query).findIndex((hit) => hit.id === article),
    }));
    expect(places.filter(({ place }) => place < 0 || place > 2)).toEqual([]);
    expect(places.filter(({ place }) => place === 0).length / places.length).toBeGreaterThanOrEqual(0.8);
  });

  it('leaves open what was learnt as either of two', () => {
    const text = 'the door is closed since monday';
    const learn = (also: string[]) =>
      createFinder(
        learnWeights(
          countSayings([
            { article: 'lock', also, text },
            { article: 'key', text: 'lost under the mat' },
          ]),
        ),
        [],
      ).search(text);
    expect(learn([])[0]).toMatchObject({ id: 'lock', clear: true });
    expect(learn(['key'])).toMatchObject([
      { id: 'lock', clear: false },
      { id: 'key', near: true },
    ]);
  });

  it('asks only for articles that exist', () => {
    expect(queries.filter(([, article]) => !library.byId(article))).toEqual([]);
  });
});

describe('an article that the finder answers with', () => {
  it('is told as a cause of its own, and a vault in a pasted text as the portal’s', () => {
    const strange = library
      .all()
      .filter(({ id, causes }) => causes.length > 0 && !id.startsWith('key-vault-'))
      .map((article) => ({ id: article.id, causes: article.causes, told: toAlternative(article, knowledge).cause }))
      .filter(({ causes, told }) => !causes.some((one) => one === told));
    expect(strange).toEqual([]);
    const vaults = library.all().filter(({ id }) => id.startsWith('key-vault-'));
    const told = vaults.map((article) => toAlternative(article, knowledge).cause);
    expect(told).toContain('portal.key-vault');
    expect(told.filter((cause) => cause !== 'portal.key-vault' && !cause.startsWith('vault.'))).toEqual([]);
  });
});

describe('findGuidance', () => {
  it('takes an article’s id, a cause’s id and a code as they are', () => {
    for (const query of [
      'token-expired',
      'token.expired',
      'Token-Expired',
      'AADSTS700082',
      '700082',
      ' aadsts 700082 ',
    ]) {
      expect(findGuidance(query, loadGuidance()), query).toMatchObject({
        kind: 'article',
        article: { id: 'token-expired' },
      });
    }
  });
});

describe('searchArticle', () => {
  it('shows a clear winner and lets choose between equals', () => {
    expect(find('client secret expired')).toMatchObject({
      kind: 'article',
      article: { id: 'credential-secret-expired' },
    });
    const found = find('token');
    expect(found.kind).toBe('choices');
    if (found.kind === 'choices') expect(found.choices.length).toBeLessThanOrEqual(5);
  });

  it('says so when nothing fits', () => {
    const found = find('xyzzy plugh');
    expect(found.kind).toBe('nothing');
    if (found.kind === 'nothing') expect(found.hints.length).toBeGreaterThan(0);
  });

  it('survives any words', () => {
    for (const query of [
      '',
      '   ',
      'constructor',
      '__proto__',
      '(((',
      '\u0000\u202e',
      'a'.repeat(100_000),
      'AADSTS999999999',
    ]) {
      expect(['article', 'choices', 'nothing'], query.slice(0, 20)).toContain(find(query).kind);
    }
  });
});
