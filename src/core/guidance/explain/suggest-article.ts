import { type CauseId, ownerOf } from '../../model/causes/cause.ts';
import { onceEach } from '../../model/text/once-each.ts';
import { type Article, type ArticleLibrary, fillArticle } from '../articles/article.ts';
import type { SearchHit } from '../articles/find-article.ts';
import { fitArticle } from '../articles/fit-article.ts';
import { explainElsewhere, explainQuestion, explainSettled } from './explain-form.ts';
import { explainUnknown, type Judgement, PASTE_MORE } from './explain-unknown.ts';
import type { Alternative } from './explanation.ts';
import { findFirstStep } from './find-first-step.ts';
import { isReasonless, saysWhat } from './find-reasonless.ts';
import { isAnybodys, isWebPage } from './find-statuses.ts';
import type { ExplainOptions, Knowledge } from './knowledge.ts';
import { type Observation, WEAK } from './observation.ts';
import type { TextEvidence } from './read-evidence.ts';
import { withoutIds } from './read-features.ts';
import { readSaying, readSpread, readWhose } from './read-whose.ts';
import { A_SENTENCE, type Weighed } from './weigh.ts';

/** The beginning and the end of a log tell its outcome; the search is made for sentences. */
const MOST_SEARCHED = 1200;

/** What a text names as its reason is not outvoted by what stands around it. */
const REASON_BEFORE = /(?:error|reason|fehler|erreur)["']?[:=] ?["']?$/;
const MOST_BEFORE = 12;
/** A name that only programs write: no vote of words outweighs it. */
const CODE = /^[a-z_]{14,}$/;

const MOST_NEAR = 3;
/** So near the first one another article is worth naming beside it. */
const ALIKE = 0.3;
/** So probable, it is worth a look where nothing decides. */
const WORTH_A_LOOK = 0.03;
/** So near the first one that a guide gives way to it. */
const JUST_BEHIND = 0.7;
/** So many times as probable as a hint's own article, another cause's decides from `score` on, and is told beside it from `open` on (docs/adr/0072). */
const OUTWEIGHING = { times: 10, score: 0.5, open: 0.3 };
/** A word or a status makes its article so many times as probable, and decides with this share: measured on fresh texts. */
const SUBJECT = { times: 4, least: 0.4 };
/** A bare status is told as one frequent reason, unless another article is clear or so many times as probable. */
const STATUS_TIMES = 3;

/** So probable, it was met before as it stands. */
const AS_GOOD_AS_KNOWN = 0.99;
const ASK_WHY =
  'Open the details of this line, or the log of the same minute: the sentence says what failed, and not why. Explain what stands there behind *Error*; for a customer run `samaritan testtokens --tenant <domain>` as well.';

/** What the search answers, and what may fit as well. */
export interface Suggested {
  /** Undefined where the evidence stands, where the text is not of this field, and where it is like nothing known. */
  judgement?: Judgement;
  alternatives: Alternative[];
  /** Twice as much speaks for this article as for all others together. */
  isSure?: boolean;
}

/** What speaks for a cause, if anything does, and what the whole text is. */
export type SuggestedFrom = Partial<Pick<Weighed, 'winner' | 'others'>> & Pick<TextEvidence, 'form'>;

const NONE: Suggested = { alternatives: [] };

/**
 * The article whose texts are most like this one, where nothing surer decides: no evidence, or weak evidence for another
 * cause. Several to choose from where none is far ahead, and then no cause is named. Where the evidence stands, the
 * article that the text is most like is still one of the alternatives.
 */
export function suggestArticle(
  text: string,
  { winner: weak, others: beside = [], form }: SuggestedFrom,
  { search, library, knowledge, subject = {} }: ExplainOptions,
): Suggested {
  const piece = toPiece(passedOn(text, weak, knowledge));
  if (!search || isWebPage(text, knowledge) || (weak && !WEAK.has(weak.strength))) return NONE;
  const isAsked = form === 'question' && isMere(weak);
  const found = search.search(piece);
  const hits = isAsked ? found : putCausesFirst(found, library);
  const [best] = hits;
  if (isAsked && !(best && answersQuestion(best, knowledge)))
    return { judgement: explainQuestion(nearest(hits, library), library), alternatives: [] };
  const isKnown = best !== undefined && best.score >= AS_GOOD_AS_KNOWN;
  if (isMere(weak) && !isKnown) {
    if (form === 'settled') return { judgement: explainSettled(library), alternatives: [] };
    if (form === 'elsewhere') return { judgement: explainElsewhere(library), alternatives: [] };
  }
  // A word or a status, and nothing else in the text that says anything.
  if (!best && weak && weak.strength !== 'hint' && weak.cause !== 'foreign.service' && isAnybodys(text, knowledge))
    return { judgement: explainUnknown([], library), alternatives: [] };
  const article = best && library.byId(best.id);
  if (!best && !weak && isReasonless(piece.trim(), knowledge))
    return { judgement: withoutReason(library), alternatives: [] };
  if (!best || !article || !(weak || best.clear || best.near)) return NONE;
  const least = best.clear ? best.score * ALIKE : WORTH_A_LOOK;
  const others = hits.slice(1, MOST_NEAR).flatMap(({ id, score }) => (score >= least && library.byId(id)) || []);
  const own = weak && ownArticle(weak, library);
  const isOther = (hit: SearchHit): boolean => {
    const one = library.byId(hit.id);
    return hit.id !== own && (one === undefined || causeOf(one, knowledge) !== weak?.cause);
  };
  const isSilent =
    weak?.strength !== 'hint' &&
    weak?.cause !== 'foreign.service' &&
    best.score < AS_GOOD_AS_KNOWN &&
    isReasonless(piece.trim(), knowledge);
  const judgeWeak = (one: Observation) =>
    one.strength === 'status' && REFUSED.has(one.cause) && isAnybodys(text, knowledge)
      ? 'open'
      : weighAgainst(one, hits, isOther, text, votesOf(beside, library));
  const weighed = weak ? judgeWeak(weak) : 'outweighed';
  const standing = isSilent ? 'open' : weighed;
  if (standing === 'stands')
    return best.clear && isOther(best) ? { alternatives: [toAlternative(article, knowledge)] } : NONE;
  const common = { recognized: true, codes: [] as string[], article: article.id, confidence: 'likely' as const };
  const told = `No code or known sentence decides; the words that point here: ${best.matched.join(', ')}.`;
  const saying = readSaying(text, knowledge);
  const spread = readSpread(saying);
  /** Who acts by the text's own words, and what is to be done in the order that fits it. */
  const suit = (one: Article): Pick<Judgement, 'owner' | 'ownerDepends' | 'steps'> => {
    const cause = causeOf(one, knowledge);
    const place = findFirstStep({ cause, strength: 'wording', at: 0 }, piece, knowledge);
    const { owner, ...depends } = readWhose(saying, one);
    const situation = { text: piece, ...(owner && { owner }), spread, kind: place?.kind };
    const steps = [...(place?.first ? [place.first] : []), ...fitArticle(one, situation).steps];
    const filled = steps.map((step) => fillArticle(step, subject));
    return { owner: owner ?? ownerOf(cause, 'unknown'), ...depends, steps: filled };
  };
  if (standing === 'open' || (!weak && !best.clear)) {
    const ownScore = hits.find(({ id }) => id === own)?.score ?? 0;
    const isBehind = weak?.strength !== 'hint' && SUBJECT.times * ownScore < best.score;
    const named = own === undefined ? [] : [own];
    const ids = new Set([...(isBehind ? [article.id] : []), ...named, ...[article, ...others].map(({ id }) => id)]);
    const choices = [...ids].slice(0, MOST_NEAR).flatMap((id) => library.byId(id) ?? []);
    const suited = choices.map((one) => ({ ...one, ...suit(one) }));
    const [owner = 'unknown', ...more] = new Set(suited.map((one) => one.owner).filter((one) => one !== 'unknown'));
    const judgement: Judgement = {
      ...common,
      cause: 'unknown',
      title: choices.length === 1 ? 'This may be it' : 'Most likely one of these',
      owner: more.length === 0 ? owner : 'unknown',
      meaning: `${told} ${choices.length === 1 ? 'That is little to go by.' : 'Others are nearly as like it; what you can look at tells them apart.'}`,
      steps: [
        ...(isSilent ? [ASK_WHY] : []),
        ...suited.map(({ title, thisIf, steps: [first = ''] }) => `**${title}**, if ${thisIf}. ${first}`.trimEnd()),
        PASTE_MORE,
      ],
    };
    return { judgement, alternatives: choices.map((one) => toAlternative(one, knowledge)) };
  }
  const cause = causeOf(article, knowledge);
  const meaning = `${fillArticle(article.meaning, {})} ${told}`;
  const judgement: Judgement = { ...common, cause, title: article.title, meaning, ...suit(article) };
  const alternatives = others.map((one) => toAlternative(one, knowledge)).filter((other) => other.cause !== cause);
  return { judgement, alternatives, isSure: best.score > 0.7 };
}

/** Words that name what a text is about, and no sentence of a program. */
const isMere = (weak: Observation | undefined): boolean => weak?.strength !== 'hint' || weak.rank > -A_SENTENCE;

/** A guide, an article that answers what is asked of it, or a question that was met before. */
const answersQuestion = ({ id, clear, score }: SearchHit, { questions }: Pick<Knowledge, 'questions'>): boolean =>
  score >= AS_GOOD_AS_KNOWN || (clear && (id.startsWith('guide-') || questions.answers.includes(id)));

const nearest = (hits: readonly SearchHit[], library: ArticleLibrary): Article[] =>
  hits
    .filter((hit) => hit.near)
    .slice(0, MOST_NEAR)
    .flatMap(({ id }) => library.byId(id) ?? []);

/** What a status of a refusal stands for. */
const REFUSED: ReadonlySet<CauseId> = new Set(['permission.insufficient', 'graph.refused', 'tenant.object-missing']);

/** What a program passes on as the reason is read without what it says itself, which tells what was asked for. */
function passedOn(text: string, weak: Observation | undefined, { reasonless }: Pick<Knowledge, 'reasonless'>): string {
  const clause = weak?.strength === 'status' ? text.search(A_STATUS) : (weak?.clause ?? 0);
  return clause > 0 && saysWhat(text.slice(0, clause), reasonless) !== undefined ? text.slice(clause) : text;
}

/** What is said of a sentence that tells what failed, is like nothing that is known, and gives no reason. */
const withoutReason = (library: ArticleLibrary): Judgement => ({
  recognized: true,
  cause: 'unknown',
  title: 'It says what failed, and not why',
  meaning: 'The sentence names what was tried and for whom. Neither a code nor a refusal stands in it.',
  codes: [],
  owner: 'unknown',
  steps: [ASK_WHY, PASTE_MORE],
  article: library.forCause('unknown').id,
  confidence: 'likely',
});

/** A status or its name behind a colon, and nothing more. */
const A_STATUS =
  /(?:: | - )(?:error:? )?(?:\(?[45]\d\d\b.{0,40}|unauthori[sz]ed|forbidden|bad request|not found|too many requests)[.)]?$/;

/** An article that may be the one, with what tells it from its neighbours. */
export function toAlternative(article: Article, knowledge: Pick<Knowledge, 'wordings'>): Alternative {
  const { id, title, thisIf } = article;
  return { cause: causeOf(article, knowledge), title, confidence: 'likely', article: id, thisIf };
}

/** Whoever pastes an error asks for its cause: a guide goes behind an article that is nearly as near. */
function putCausesFirst(hits: SearchHit[], library: ArticleLibrary): SearchHit[] {
  const [first] = hits;
  const hasCause = ({ id }: SearchHit): boolean => (library.byId(id)?.causes.length ?? 0) > 0;
  const [instead] = hits.slice(0, MOST_NEAR).filter(hasCause);
  if (!first || first.clear || !instead || hasCause(first) || instead.score < first.score * JUST_BEHIND) return hits;
  return [instead, ...hits.filter((hit) => hit !== instead)];
}

/** Whether weak evidence decides, another article does, or neither: a word or two that name a subject are seldom enough alone. */
function weighAgainst(
  { cause, strength, rank, at, matched = '' }: Observation,
  hits: readonly SearchHit[],
  isOther: (hit: SearchHit) => boolean,
  text: string,
  votes: ReadonlySet<string>,
): 'stands' | 'outweighed' | 'open' {
  const score = hits.find((hit) => !isOther(hit))?.score ?? 0;
  const other = hits.find(isOther);
  if (strength === 'hint') {
    const isReason =
      cause.startsWith('network.') ||
      CODE.test(matched) ||
      REASON_BEFORE.test(text.slice(Math.max(0, at - MOST_BEFORE), at));
    // No vote of others outweighs a sentence.
    const against = rank > -A_SENTENCE && !isReason ? (other?.score ?? 0) : 0;
    if (against < OUTWEIGHING.open || against < OUTWEIGHING.times * score) return 'stands';
    return against < OUTWEIGHING.score ? 'open' : 'outweighed';
  }
  const isVoted = strength === 'subject' && other !== undefined && votes.has(other.id);
  const voted = (other?.score ?? 0) * (isVoted ? SUBJECT.times : 1);
  const whole = 1 + (SUBJECT.times - 1) * score + voted - (other?.score ?? 0);
  const share = (SUBJECT.times * score) / whole;
  const others = voted / whole;
  if (strength === 'status' && !other?.clear && share * STATUS_TIMES >= others) return 'stands';
  if (share >= others) return share >= SUBJECT.least ? 'stands' : 'open';
  return other?.clear && others >= SUBJECT.least && others ** 2 >= share ? 'outweighed' : 'open';
}

/** The articles that other words of the text name: each is a vote like the first. */
const votesOf = (beside: readonly Observation[], library: ArticleLibrary): ReadonlySet<string> =>
  new Set(beside.filter(({ strength }) => strength === 'subject').map((one) => ownArticle(one, library)));

const ownArticle = ({ hint, cause }: Observation, library: ArticleLibrary): string =>
  hint?.article ?? library.forCause(cause).id;

/** An article on one case of a cause is named by the wordings of that case. */
function causeOf({ id, causes }: Article, { wordings }: Pick<Knowledge, 'wordings'>): CauseId {
  const ofCase = id.startsWith('guide-') ? undefined : casesOf(wordings).get(id);
  return ofCase ?? causes[0] ?? 'unknown';
}

/** The cause of the first wording that names each article. */
const casesOf = onceEach(
  (wordings: Knowledge['wordings']): ReadonlyMap<string | undefined, CauseId> =>
    new Map(wordings.toReversed().map(({ article, cause }) => [article, cause])),
);

function toPiece(lower: string): string {
  const half = MOST_SEARCHED / 2;
  const piece = lower.length <= MOST_SEARCHED ? lower : `${lower.slice(0, half)} ${lower.slice(-half)}`;
  return withoutIds(piece);
}
