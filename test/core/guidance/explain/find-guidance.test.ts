import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listOwnSayings, loadSayings } from '../../../../.ci/weights/load-sayings.ts';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { findGuidance } from '../../../../src/core/guidance/explain/find-guidance.ts';

/** Two to eight words as a technician types them, and the articles that answer them. None was learnt as it stands here. */
const typed = JSON.parse(readFileSync(new URL('typed.json', import.meta.url), 'utf8')) as [
  query: string,
  articles: string[],
][];
const guidance = loadGuidance();
const find = (query: string): string[] => {
  const found = findGuidance(query, guidance);
  if (found.kind === 'article') return [found.article.id];
  return found.kind === 'choices' ? found.choices.map(({ id }) => id) : [];
};

describe('the typed words', () => {
  it('are of at least 90 articles, and none is one of the sayings that weights are learnt from', () => {
    const learnt = new Set([...listOwnSayings(guidance), ...loadSayings(guidance.library)].map(({ text }) => text));
    expect(typed.filter(([query]) => learnt.has(query) || learnt.has(query.toLowerCase()))).toEqual([]);
    expect(new Set(typed.flatMap(([, articles]) => articles)).size).toBeGreaterThanOrEqual(90);
  });
});

describe('findGuidance', () => {
  it('has the article for vague words first in 85 of 100 cases, and in its short list in 92', () => {
    const places = typed.map(([query, articles]) => ({
      query,
      place: find(query).findIndex((id) => articles.includes(id)),
    }));
    const missed = JSON.stringify(places.filter(({ place }) => place !== 0));
    expect(typed.filter(([, articles]) => articles.some((id) => !guidance.library.byId(id)))).toEqual([]);
    expect(places.filter(({ place }) => place === 0).length / places.length, missed).toBeGreaterThanOrEqual(0.85);
    expect(places.filter(({ place }) => place >= 0).length / places.length, missed).toBeGreaterThanOrEqual(0.92);
  });

  it('lists what the words alone say behind what they are weighed for', () => {
    const [first, second] = find('editor gets 403 when deploying standard, admin is fine');
    expect([first, second]).toEqual(['portal-role', 'permission-insufficient']);
  });

  it('lists the near ones too where the judge’s article leads a search that is not clear', () => {
    const [first, ...others] = find('customer terminated gdap, role missing');
    expect(first).toBe('gdap-expired');
    expect(others).toContain('gdap-role-missing');
  });

  it('reads a code among few words', () => {
    for (const query of ['50076 again', 'we get 50076', 'still 50076']) expect(find(query)[0]).toBe('mfa-required');
  });
});
