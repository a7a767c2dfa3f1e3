import { ownerOf } from '../../model/causes/cause.ts';
import { type Article, fillArticle, firstSentence } from '../articles/article.ts';
import { fitArticle } from '../articles/fit-article.ts';
import type { Judgement } from './explain-unknown.ts';
import { indexOfWord } from './find-wordings.ts';
import type { ExplainOptions } from './knowledge.ts';

/** The beginning and the end of a log tell its outcome; the search is made for sentences. */
const MOST_SEARCHED = 600;

const MOST_NEAR = 3;

/**
 * The article whose words a text has most of, as the answer where nothing else decides; several to choose from where
 * none is far ahead, and then no cause is named. Undefined where the text is not of this field, or shares too few words.
 */
export function suggestArticle(
  text: string,
  { search, library, knowledge, subject = {} }: ExplainOptions,
): Judgement | undefined {
  const piece = toPiece(text);
  if (!search || !knowledge.field.some((stem) => indexOfWord(piece, stem, 0) >= 0)) return undefined;
  const near = search
    .search(piece)
    .slice(0, MOST_NEAR)
    .filter((hit) => hit.clear || hit.near);
  const [best] = near;
  const article = best && library.byId(best.id);
  if (!best || !article) return undefined;
  const common = { recognized: true, codes: [] as string[], article: article.id, confidence: 'likely' as const };
  const told = `No code or known sentence decides; the words ${best.matched.join(', ')} point here.`;
  if (!best.clear) {
    const choices = near.flatMap(({ id }) => library.byId(id) ?? []);
    return {
      ...common,
      cause: 'unknown',
      title: 'One of these may fit',
      owner: 'unknown',
      ...chooseFrom(choices, told),
    };
  }
  // An article on one case of a cause is named by the wordings of that case.
  const named = article.id.startsWith('guide-') ? undefined : article.id;
  const caseOf = knowledge.wordings.find((wording) => named !== undefined && wording.article === named)?.cause;
  const cause = article.causes[0] ?? caseOf ?? 'unknown';
  return {
    ...common,
    cause,
    title: article.title,
    meaning: `${fillArticle(article.meaning, {})} ${told}`,
    owner: ownerOf(cause, 'unknown'),
    steps: fitArticle(article, { surface: 'page' }).steps.map((step) => fillArticle(step, subject)),
  };
}

function chooseFrom(choices: readonly Article[], told: string): Pick<Judgement, 'meaning' | 'steps'> {
  return {
    meaning: `${told} Other articles share nearly as many words, so none of them is the answer yet.`,
    steps: [
      ...choices.map(
        ({ id, title, symptom }) =>
          `${title} (\`samaritan troubleshoot ${id}\`): ${fillArticle(firstSentence(symptom), {})}`,
      ),
      'Explain the complete error, from its first line on: a number or a whole sentence decides.',
    ],
  };
}

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** An id says which, and never what. */
function toPiece(lower: string): string {
  const half = MOST_SEARCHED / 2;
  const piece = lower.length <= MOST_SEARCHED ? lower : `${lower.slice(0, half)} ${lower.slice(-half)}`;
  return piece.replace(IDS, ' ');
}
