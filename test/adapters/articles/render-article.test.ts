import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import { renderCard } from '../../../src/adapters/terminal/render-card.ts';
import { createStyle } from '../../../src/adapters/terminal/style.ts';
import type { Article } from '../../../src/core/guidance/articles/article.ts';
import { toArticleCard, toArticleChoiceCard } from '../../../src/core/guidance/articles/article-card.ts';
import { toTroubleshootJson, withoutSubject } from '../../../src/core/guidance/articles/article-json.ts';

const library = loadArticles();
const options = { style: createStyle(false), width: 100, prefix: 'samaritan ', formatTime: String };
const renderArticle = (article: Article, width = 100): string =>
  renderCard(toArticleCard(article, 'whole'), { ...options, width });
const renderChoices = (choices: readonly Article[], hints: readonly string[]): string =>
  renderCard(toArticleChoiceCard(choices, hints), options);

describe('an article on the terminal', () => {
  it('has every section, numbered steps and whole addresses, and no markup', () => {
    for (const article of library.all()) {
      const text = renderArticle(article);
      for (const heading of ['Symptom:', 'What it means:', 'Who acts:', 'How to verify', 'Sources'])
        expect(text).toMatch(new RegExp(`^ *${heading}`, 'm'));
      for (const index of article.steps.keys())
        expect(text, article.id).toMatch(new RegExp(`^ +${index + 1}\\. `, 'm'));
      for (const source of article.sources) expect(text).toContain(source);
      expect(text, article.id).not.toMatch(/\]\(https:|\*\*|\{\w+Id\}/);
    }
  });

  it('keeps blocks of code as they are, for copying', () => {
    const article = library.byId('guide-new-tokens');
    const block =
      /```\n([\s\S]*?)\n\s*```/.exec(article ? (withoutSubject(article).more ?? '') : '')?.[1] ?? 'no block';
    const text = article ? renderArticle(article, 60) : '';
    for (const line of block.split('\n')) expect(text).toContain(line);
  });

  it('offers choices with their ids, and hints where there are none', () => {
    const text = renderChoices(library.all().slice(0, 3), []);
    for (const { id } of library.all().slice(0, 3)) expect(text).toContain(id);
    expect(renderChoices([], ['Try other words.'])).toContain('Try other words.');
  });

  it('is given to programs whole, without placeholders', () => {
    const article = library.byId('token-expired');
    expect(article && toTroubleshootJson('x', { kind: 'article', article })).toMatchObject({
      schema: 'samaritan.article/1',
      id: 'token-expired',
    });
    expect(toTroubleshootJson('x', { kind: 'nothing', hints: ['h'] })).toEqual({
      schema: 'samaritan.choices/1',
      query: 'x',
      choices: [],
      hints: ['h'],
    });
  });
});
