import { ownerOf } from '../../model/causes/cause.ts';
import { type Article, type ArticleLibrary, fillArticle } from '../articles/article.ts';
import { type Judgement, nobodyKnows } from './explain-unknown.ts';

/** What is said of a text in which nothing failed: what it asks about is named to read, and no cause. */
export function explainQuestion(near: readonly Article[], library: ArticleLibrary): Judgement {
  const read = near.map(({ id, title }) => `\`${id}\` (*${title}*)`).join(', ');
  const unknown = nobodyKnows(library);
  return {
    ...unknown,
    title: 'A question or a wish, and no fault',
    meaning:
      'The text asks how something is done or wishes for it. It tells of nothing that failed, so no cause is named.',
    codes: [],
    steps: [
      ...(read === '' ? [] : [`To read about what it names: ${read}.`]),
      'If something did fail, explain the error as it was shown, from its first line on.',
    ],
    article: near[0]?.id ?? unknown.article,
  };
}

/** What is said where a person tells that it works again. */
export function explainSettled(library: ArticleLibrary): Judgement {
  return {
    ...nobodyKnows(library),
    title: 'It works again, says the text',
    meaning: 'The text tells that a fault is gone. No cause is named for what is over.',
    codes: [],
    steps: [
      'If something still fails, explain that error as it was shown. Whether all tenants answer, `samaritan testtokens` says.',
    ],
  };
}

/** What is said of a text about another product, by its form alone. */
export function explainElsewhere(library: ArticleLibrary): Judgement {
  const { id, title, meaning } = library.forCause('foreign.service');
  return {
    recognized: true,
    cause: 'foreign.service',
    title,
    meaning: `Nothing in the text names Microsoft 365, a customer’s tenant or our app, and it names something else. ${fillArticle(meaning, {})}`,
    codes: [],
    owner: ownerOf('foreign.service', 'unknown'),
    steps: [
      'Look in the log and the user administration of the product that the text is about: its accounts, tokens and licences are its own. Only where it signs in with Microsoft, and shows an AADSTS number, explain that line.',
    ],
    article: id,
    confidence: 'likely',
  };
}
