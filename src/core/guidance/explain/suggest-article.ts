import { ownerOf } from '../../model/causes/cause.ts';
import { type Article, fillArticle, firstSentence } from '../articles/article.ts';
import { fitArticle } from '../articles/fit-article.ts';
import type { Judgement } from './explain-unknown.ts';
import { indexOfWord } from './find-fragments.ts';
import type { ExplainOptions } from './knowledge.ts';
import type { Observation, Strength } from './observation.ts';

/** The beginning and the end of a log tell its outcome; the search is made for sentences. */
const MOST_SEARCHED = 1200;

const MOST_NEAR = 3;

/** Evidence that a text much more like others than like those of its own cause outweighs. By how much more alike that is. */
const OUTWEIGHED: Readonly<Partial<Record<Strength, number>>> = { subject: 1.6, status: 1.6 };
/** So alike a text is of this field without any word of it. */
const SURELY_OF_FIELD = 0.9;
/** So alike it must be to outweigh anything. */
const LEAST_OUTWEIGHING = 0.6;

/**
 * The article whose texts are most like this one, where nothing surer decides: no evidence, or weak evidence for another
 * cause. Several to choose from where none is far ahead, and then no cause is named. Undefined where the evidence stands,
 * where the text is not of this field, and where it is like nothing known.
 */
export function suggestArticle(
  text: string,
  weak: Observation | undefined,
  { search, library, knowledge, subject = {} }: ExplainOptions,
): Judgement | undefined {
  const piece = toPiece(text);
  const least = weak && OUTWEIGHED[weak.strength];
  if (!search || (weak && least === undefined)) return undefined;
  const hits = search.search(piece);
  const ofField =
    (hits[0]?.score ?? 0) >= SURELY_OF_FIELD || knowledge.field.some((stem) => indexOfWord(piece, stem) >= 0);
  if (!weak && !ofField) return undefined;
  const near = hits.slice(0, MOST_NEAR).filter((hit) => hit.clear || hit.near);
  const [best] = near;
  const article = best && library.byId(best.id);
  if (!best || !article || article.id === library.forCause('unknown').id) return undefined;
  if (weak && least !== undefined) {
    const own = weak.hint?.article ?? library.forCause(weak.cause).id;
    const other = hits.find(({ id }) => id === own)?.score ?? 0;
    if (best.id === own || best.score < LEAST_OUTWEIGHING || best.score < other * least) return undefined;
  }
  const common = { recognized: true, codes: [] as string[], article: article.id, confidence: 'likely' as const };
  const told = `No code or known sentence decides; the words ${best.matched.join(', ')} point here.`;
  if (!weak && !best.clear) {
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
  const cause = caseOf ?? article.causes[0] ?? 'unknown';
  return {
    ...common,
    cause,
    title: article.title,
    meaning: `${fillArticle(article.meaning, {})} ${told}`,
    owner: ownerOf(cause, 'unknown'),
    steps: fitArticle(article, { surface: 'page', text: piece }).steps.map((step) => fillArticle(step, subject)),
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
