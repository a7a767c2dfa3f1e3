import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, CARD_LIMITS, type Card } from '../../cards/card.ts';
import { type Line, line, plain, strong } from '../../cards/inline.ts';
import { type Article, type ArticleSubject, fillWords } from './article.ts';
import type { Situation } from './condition.ts';
import { fitArticle } from './fit-article.ts';
import { toArticleBlocks, toArticleLine } from './markdown.ts';

const MOST_SOURCES = 4;

/** The card of guidance that an article was opened from, so that there is a way back. */
export interface ArticleOrigin {
  runId: string;
  /** The cause's place in the report, and the tenant's where it was about one. */
  index: number;
  tenant?: number | undefined;
}

/** How an article is opened. `canWalk`: who reads it may be walked through its steps here. */
interface ArticleOpening {
  canWalk?: boolean | undefined;
  origin?: ArticleOrigin | undefined;
  situation?: Situation | undefined;
}

/**
 * An article in two pages: what it is, who acts and the steps; then how to verify, the message, what else there is and
 * the sources. `whole`: both on one, for a surface that has the room.
 */
export function toArticleCard(
  given: Article,
  page: 0 | 1 | 'whole',
  subject: ArticleSubject = {},
  { canWalk = false, origin, situation = {} }: ArticleOpening = {},
): Card {
  const article = fitArticle(given, situation);
  const from = origin ? [origin.runId, origin.index, ...(origin.tenant === undefined ? [] : [origin.tenant])] : [];
  const heading = (text: string): Block => ({ kind: 'text', line: [strong(text)] });
  const walks = canWalk && article.steps.length > 1;
  const turn = (label: string, to: number, isNext = false): Action =>
    button(label, encodeAction('article', article.id, to, ...from), isNext);
  const first: Block[] = [
    { kind: 'text', line: line(strong('Symptom:'), ' ', ...toArticleLine(article.symptom, subject)) },
    { kind: 'text', line: line(strong('What it means:'), ' ', ...toArticleLine(article.meaning, subject)) },
    { kind: 'text', line: line(strong('Who acts:'), ' ', ...toArticleLine(article.whoActs, subject)) },
    { kind: 'list', numbered: true, items: article.steps.map((step) => toArticleLine(step, subject)) },
  ];
  const message = article.customerMessage && fillWords(article.customerMessage, subject, 'letter');
  const second: Block[] = [
    heading('How to verify'),
    ...toArticleBlocks(article.verify, subject),
    ...(message ? [{ kind: 'copy', label: 'Message to the customer', text: message } as const] : []),
    ...(article.more ? [heading('More'), ...toArticleBlocks(article.more, subject)] : []),
    heading('Sources'),
    ...article.sources
      .slice(0, page === 'whole' ? undefined : MOST_SOURCES)
      .map((url): Block => ({ kind: 'text', line: [{ kind: 'link', text: url.replace(/^https:\/\//, ''), url }] })),
  ];
  return {
    tone: 'neutral',
    status: 'article',
    title: plain(article.title),
    aside: plain(article.id),
    blocks: page === 'whole' ? [...first, ...second] : page === 0 ? first : second,
    actions: [
      ...(walks ? [button('Walk me through', encodeAction('walk', article.id, ...from), true)] : []),
      ...(page === 0 ? [turn('Verify, message, sources', 1, !walks)] : []),
      ...(page === 1 ? [turn('Steps', 0)] : []),
      ...(origin ? [button('Back', encodeAction('fix', ...from))] : []),
    ],
    summary: article.title,
  };
}

/** One of several articles, with what tells it from the others. */
export function toChoiceLine({ title, thisIf }: Pick<Article, 'title' | 'thisIf'>): Line {
  return line(strong(title), ', if ', ...toArticleLine(thisIf, {}));
}

/** Several articles to choose from, or what to try where none fits. */
export function toArticleChoiceCard(choices: readonly Article[], hints: readonly string[]): Card {
  const title = choices.length > 0 ? 'Which of these is it?' : 'No article fits these words.';
  return {
    tone: 'neutral',
    status: choices.length > 0 ? 'question' : 'not found',
    title: plain(title),
    blocks: [
      {
        kind: 'list',
        numbered: choices.length > 0,
        items: choices.length > 0 ? choices.map((one) => toChoiceLine(one)) : hints.map((hint) => plain(hint)),
      },
    ],
    actions: choices
      .slice(0, CARD_LIMITS.names)
      .map((one) => button(one.title.slice(0, 80), encodeAction('article', one.id))),
    summary: title,
  };
}
