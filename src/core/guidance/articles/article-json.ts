import { type Article, fillArticle, fillWords } from './article.ts';
import type { ArticleFound } from './find-article.ts';
import { fitArticle } from './fit-article.ts';

/** An article without a subject: its placeholders become readable words, and links that lack an id their text. */
export function withoutSubject(given: Article): Article {
  const { when: _when, proves: _proves, ours: _ours, theirs: _theirs, ...article } = fitArticle(given, {});
  const fill = (text: string): string => fillArticle(text, {});
  const { customerMessage, more } = article;
  return {
    ...article,
    symptom: fill(article.symptom),
    meaning: fill(article.meaning),
    whoActs: fill(article.whoActs),
    steps: article.steps.map(fill),
    verify: fill(article.verify),
    ...(customerMessage === undefined ? {} : { customerMessage: fillWords(customerMessage, {}, 'letter') }),
    ...(more === undefined ? {} : { more: fill(more) }),
  };
}

/** What `troubleshoot --json` gives: `samaritan.article/1` for one article, `samaritan.choices/1` for several or none. */
export function toTroubleshootJson(query: string, found: ArticleFound): object {
  if (found.kind === 'article') return { schema: 'samaritan.article/1', ...withoutSubject(found.article) };
  const choices = found.kind === 'choices' ? found.choices : [];
  return {
    schema: 'samaritan.choices/1',
    query,
    choices: choices.map(({ id, title, thisIf, symptom }) => ({
      id,
      title,
      thisIf,
      symptom: fillArticle(symptom, {}),
    })),
    hints: found.kind === 'nothing' ? found.hints : [],
  };
}
