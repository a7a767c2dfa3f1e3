import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import { CAUSE_IDS } from '../../../src/core/model/causes/cause.ts';

const table = readFileSync(new URL('../../../docs/coverage.md', import.meta.url), 'utf8');
/** The headings of the four documents, kept here so that a row cannot go missing unnoticed. */
const headings = JSON.parse(readFileSync(new URL('headings.json', import.meta.url), 'utf8')) as {
  document: string;
  heading: string;
}[];
const rows = table.split('\n').flatMap((line) => {
  const cells = /^\| (.+?) +\| (.+?) +\| \[([a-z0-9-]+)\]\(articles\/([a-z0-9-]+)\.md\) +\|$/.exec(line);
  const [, document = '', heading = '', label = '', article = ''] = cells ?? [];
  return cells ? [{ document, heading, label, article }] : [];
});
const library = loadArticles();

describe('docs/coverage.md', () => {
  it('has a row for every heading of the four documents', () => {
    const answered = new Set(rows.map(({ document, heading }) => `${document}: ${heading}`));
    expect(
      headings.map(({ document, heading }) => `${document}: ${heading}`).filter((one) => !answered.has(one)),
    ).toEqual([]);
    expect(new Set(headings.map(({ document }) => document)).size).toBe(4);
  });

  it('has no other rows, none twice, and no line that is no row', () => {
    expect(rows.length).toBe(headings.length);
    const lines = table
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| Document') && !/^\| ?-/.test(line));
    expect(lines.length).toBe(rows.length);
  });

  it('links only articles that exist, under their own name', () => {
    for (const { label, article } of rows) {
      expect(library.byId(article), article).toBeDefined();
      expect(label).toBe(article);
    }
  });

  it('links every guide', () => {
    const linked = new Set(rows.map(({ article }) => article));
    const guides = library.all().filter(({ id }) => id.startsWith('guide-'));
    expect(guides.length).toBeGreaterThan(0);
    expect(guides.map(({ id }) => id).filter((id) => !linked.has(id))).toEqual([]);
  });
});

describe('docs/articles', () => {
  it('answer every cause with exactly one article', () => {
    const causes = library.all().flatMap((article) => article.causes);
    expect([...causes].sort()).toEqual([...CAUSE_IDS].sort());
  });

  it('have a message to the customer wherever the customer acts', () => {
    const silent = library.all().filter(({ who, customerMessage }) => who === 'customer' && !customerMessage);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
