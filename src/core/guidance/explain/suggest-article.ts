import { ownerOf } from '../../model/causes/cause.ts';
import { type Article, fillArticle } from '../articles/article.ts';
import { fitArticle } from '../articles/fit-article.ts';
import type { Judgement } from './explain-unknown.ts';
import type { ExplainOptions } from './knowledge.ts';

/** The beginning and the end of a log tell its outcome; the search is made for sentences. */
const MOST_SEARCHED = 600;

const MOST_NEAR = 3;

/** Articles that share words with a text, too few for an answer; best first. */
export function nearArticles(lower: string, { search, library }: ExplainOptions): Article[] {
  if (!search) return [];
  const hits = search.search(toPiece(lower)).slice(0, MOST_NEAR);
  return hits.filter(({ near }) => near).flatMap(({ id }) => library.byId(id) ?? []);
}

/** The article whose words a text has most of, as the answer where nothing else decides. Undefined where none fits. */
export function suggestArticle(
  lower: string,
  { search, library, knowledge, subject = {} }: ExplainOptions,
): Judgement | undefined {
  if (!search) return undefined;
  const [best] = search.search(toPiece(lower));
  const article = best?.clear ? library.byId(best.id) : undefined;
  if (!best || !article) return undefined;
  // An article on one case of a cause is named by the wordings of that case.
  const named = article.id.startsWith('guide-') ? undefined : article.id;
  const caseOf = knowledge.wordings.find((wording) => named !== undefined && wording.article === named)?.cause;
  const cause = article.causes[0] ?? caseOf ?? 'unknown';
  return {
    recognized: true,
    cause,
    title: article.title,
    meaning: `${fillArticle(article.meaning, {})} No code or known sentence decides; the words ${best.matched.join(', ')} point here.`,
    codes: [],
    owner: ownerOf(cause, 'unknown'),
    steps: fitArticle(article, { surface: 'page' }).steps.map((step) => fillArticle(step, subject)),
    article: article.id,
    confidence: 'likely',
  };
}

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** An id says which, and never what. */
function toPiece(lower: string): string {
  const half = MOST_SEARCHED / 2;
  const piece = lower.length <= MOST_SEARCHED ? lower : `${lower.slice(0, half)} ${lower.slice(-half)}`;
  return piece.replace(IDS, ' ');
}
