import { aadstsEntry, formatAadsts } from '../../model/causes/aadsts.ts';
import { type CauseId, causeDefinition, type Owner, ownerOf } from '../../model/causes/cause.ts';
import { isDomain, isGuid } from '../../model/tenants/tenant-id.ts';
import { CUT, cutSecrets } from '../../model/text/cut-secrets.ts';
import { formatNumber } from '../../model/text/format.ts';
import { type Article, type ArticleSubject, fillArticle } from '../articles/article.ts';
import type { Situation } from '../articles/condition.ts';
import { fitArticle } from '../articles/fit-article.ts';
import { describeFacts } from './describe-facts.ts';
import { beginAtHome, explainUnknown, type Judgement, lookUpStep, PASTE_MORE } from './explain-unknown.ts';
import { type Alternative, EXPLANATION_SCHEMA, type Explanation, type ExplanationFacts } from './explanation.ts';
import { findFirstStep, hasWords } from './find-first-step.ts';
import { findApp } from './find-speaker.ts';
import { isName } from './is-name.ts';
import type { ExplainOptions, KnownApp, KnownFirstStep, Speaker } from './knowledge.ts';
import { normalizeText, type ReadableText } from './normalize-text.ts';
import { type Observation, WEAK } from './observation.ts';
import { readEvidence, type TextEvidence } from './read-evidence.ts';
import { readFacts } from './read-facts.ts';
import { readIds } from './read-ids.ts';
import { readSaying, readSpread, readWhose, type Saying } from './read-whose.ts';
import { type Suggested, suggestArticle, toAlternative } from './suggest-article.ts';
import type { Relation, Spoken, Weighed } from './weigh.ts';

const MOST_CODES = 10;
/** A code's message is read so far, and what was done before it. */
const MESSAGE = 600;
const BEFORE = 300;

/**
 * Says what a pasted text means: any error, or a log of them. Offline and pure. Secrets are cut before anything is
 * read, and no part of the text comes back but codes, ids, dates and names. Linear in the text's length.
 */
export const explainText = (raw: string, options: ExplainOptions): Explanation => judgeText(raw, options).explanation;

/** What a text means, and the article of what its codes and sentences alone say, whatever the search found. */
export function judgeText(raw: string, options: ExplainOptions): { explanation: Explanation; evident?: string } {
  const { text, kinds: secrets, repeats } = cutSecrets(raw);
  const readable = normalizeText(text);
  const evidence = readEvidence(readable, options.knowledge);
  const { codes, weighed, httpStatus } = evidence;
  const decided = weighed && isDecided(evidence) ? weighed : undefined;
  const { judgement: suggested, alternatives } = suggestBeside(
    codes.undocumented,
    // The mark is our word, and not theirs.
    suggestArticle(
      readable.lower.replaceAll(CUT, ' '.repeat(CUT.length)),
      { ...decided, form: evidence.form },
      options,
    ),
  );
  const at = decided?.winner.at ?? codes.places[0] ?? 0;
  const facts = readFacts(readable, at, httpStatus, repeats);
  const app = findApp(readable, at, options.knowledge.apps);
  const place = decided ? findPlace(decided.winner, readable.lower, options) : undefined;
  const saying = readSaying(readable.lower, options.knowledge);
  const known = decided && judge(decided, { readable, saying, evidence, facts, app, place }, options);
  const judgement = suggested ?? known ?? explainUnknown(codes.undocumented, options.library);
  const divided = !suggested && decided?.others.some(({ relation }) => relation === 'apart') ? decided : undefined;
  const explanation: Explanation = {
    schema: EXPLANATION_SCHEMA,
    ...(readSpread(saying) === 'all' ? beginAtHome(judgement) : judgement),
    ids: readIds(readable, at),
    facts,
    ...(divided ? { where: listNamed(divided.winner.where, repeats) } : {}),
    alternatives: joinAlternatives(
      suggested ? alternatives : [...alternatives, ...listInstead(place, options)],
      decided && !suggested
        ? decided.others.map((one) => toFound(one, repeats, options.library))
        : (weighed && suggested?.recognized !== false ? [weighed.winner, ...weighed.others] : []).map((one) =>
            toFound(one, repeats),
          ),
      judgement.cause,
    ),
    secretsFound: secrets.length > 0,
    secrets,
    read: listRead(text.trim(), readable.text.length, httpStatus),
  };
  return { explanation, ...(known && { evident: known.article }) };
}

/** Beside a number that nobody documents only a sure answer counts, and the number is still looked up. */
function suggestBeside([code]: readonly number[], suggested: Suggested): Suggested {
  const { judgement, isSure } = suggested;
  if (code === undefined) return suggested;
  if (!judgement || judgement.cause === 'unknown' || !isSure) return { alternatives: [] };
  const steps = [...judgement.steps, lookUpStep(code)];
  return { ...suggested, judgement: { ...judgement, codes: [formatAadsts(code)], steps } };
}

/** Beside a number that nobody documents a clear sentence counts; a mere subject or a field every refusal has does not. */
function isDecided({ codes, weighed }: TextEvidence): boolean {
  if (!weighed) return false;
  const { strength, hint } = weighed.winner;
  if (codes.undocumented.length === 0) return true;
  return strength === 'speaker' || strength === 'code' || (hint !== undefined && strength !== 'subject');
}

/** Where it was met, unless an article was named for the very case: that one begins with its own step. */
function findPlace(winner: Observation, lower: string, { library, knowledge }: ExplainOptions) {
  const { cause, hint } = winner;
  const own = hint?.article === undefined || hint.article === library.forCause(cause).id;
  return own ? findFirstStep(winner, lower, knowledge) : undefined;
}

interface Circumstances {
  readable: ReadableText;
  saying: Saying;
  evidence: TextEvidence;
  facts: ExplanationFacts;
  app: KnownApp | undefined;
  place: KnownFirstStep | undefined;
}

/** Said first where a status or a word is all there is. */
const BARE = 'The text says that something was refused, and not why: this is one frequent reason.';

/** Causes that lie with the app itself. A retired one brings them about; a policy or a consent is still somebody's decision. */
const OF_THE_APP: ReadonlySet<CauseId> = new Set(['app.not-in-tenant', 'app.disabled', 'app.misconfigured']);

function judge(
  { winner, others }: Weighed,
  { readable, saying, evidence: { codes, speaker }, facts, app, place }: Circumstances,
  { library, knowledge, subject = {} }: ExplainOptions,
): Judgement {
  const { code } = winner;
  const message = readable.lower.slice(Math.max(0, winner.at - BEFORE), winner.at + MESSAGE);
  const rows = code === undefined ? [] : (knowledge.codes.get(code) ?? []);
  const ownCode = rows.find(({ words = [] }) => hasWords(message, words));
  const cause = app?.retired && OF_THE_APP.has(winner.cause) ? 'app.foreign' : (ownCode?.cause ?? winner.cause);
  const hints = [winner.hint, app, ownCode];
  const isOfTheApp = app !== undefined && (OF_THE_APP.has(cause) || cause === 'consent.missing');
  const named =
    hints.map((hint) => hint?.article).find((id) => id !== undefined) ??
    (isOfTheApp ? library.forCause('app.foreign').id : undefined);
  const ofCause = library.forCause(cause);
  const special = named === undefined || named === ofCause.id ? undefined : library.byId(named);
  const article = special ?? ofCause;
  const unsure = codes.undocumented.length > 0;
  const contested =
    unsure ||
    cause !== winner.cause ||
    app !== undefined ||
    others.some(({ strength, relation }) => !WEAK.has(strength) && relation !== 'apart') ||
    isElsewhere(winner, readable.lower, speaker?.speaker);
  const { owner, ...depends }: Pick<Observation, 'owner'> & Pick<Judgement, 'ownerDepends'> =
    winner.owner === undefined ? readWhose(saying, article) : { owner: winner.owner };
  const ordered = code === undefined ? codes.codes : [code, ...codes.codes.filter((one) => one !== code)];
  const ofCode = owner === 'customer' && ownCode?.ours ? undefined : ownCode?.first;
  const first = winner.hint?.first ?? app?.first ?? (isOfTheApp ? undefined : (ofCode ?? place?.first));
  const [unknownCode] = codes.undocumented;
  const steps = [
    ...(first === undefined ? [] : [first]),
    ...(place?.bare
      ? [PASTE_MORE]
      : fitArticle(article, {
          ...situationOf(cause, owner, codes.codes),
          spread: readSpread(saying),
          text: readable.lower,
          kind: place?.kind,
        }).steps),
    ...(unknownCode === undefined ? [] : [lookUpStep(unknownCode)]),
  ];
  const name = speaker?.speaker.cause === winner.cause ? speaker.speaker.name : app?.name;
  return {
    recognized: true,
    cause,
    title: special?.title ?? causeDefinition(cause).title,
    meaning: [
      ...tellSpeaker(name, app),
      ...(place?.bare ? [BARE] : []),
      meaningOf({ ...winner, cause }, special, facts),
    ].join(' '),
    codes: ordered.slice(0, MOST_CODES).map(formatAadsts),
    owner: place?.bare ? 'unknown' : (owner ?? ownerOf(cause, 'unknown')),
    ...(place?.bare ? {} : depends),
    steps: steps.map((step) => fillArticle(step, { ...subject, ...toSubject(facts) })),
    article: article.id,
    confidence: contested ? 'likely' : winner.confidence,
    ...(name === undefined ? {} : { speaker: name }),
  };
}

/** Somebody else is named beside the sentence, or an address that is not Microsoft's: nothing is certain then. */
function isElsewhere({ strength, cause }: Observation, lower: string, speaker: Speaker | undefined): boolean {
  if (strength !== 'wording') return false;
  return (speaker !== undefined && speaker.cause !== cause) || PRIVATE.test(lower);
}

/** An address of a network of one's own. */
const PRIVATE = /(?<![\d.])(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}|\blocalhost\b|\[?::1\]?:\d/;

function tellSpeaker(name: string | undefined, app: KnownApp | undefined): string[] {
  if (name === undefined) return [];
  if (app)
    return [`The text names the app ${name}${app.retired ? ', which is retired' : ''}: your SAM app is not touched.`];
  return [`${name.charAt(0).toUpperCase()}${name.slice(1)} answered this: your SAM app is not touched.`];
}

/** Who acts is known where the code says so, or where it can be nobody else. */
function situationOf(cause: CauseId, owner: Owner | undefined, codes: readonly number[]): Situation {
  const usual = causeDefinition(cause).owner;
  const known = owner ?? (usual === 'partner' || usual === 'customer' ? usual : undefined);
  return { cause, codes: codes.map(formatAadsts), ...(known === undefined ? {} : { owner: known }) };
}

function meaningOf({ cause, code }: Observation, article: Article | undefined, facts: ExplanationFacts): string {
  const entry = cause === 'unknown.documented' && code !== undefined ? aadstsEntry(code) : undefined;
  const meaning = entry
    ? `${entry.code}${entry.name ? ` (${entry.name})` : ''}: ${entry.meaning}`
    : article
      ? fillArticle(article.meaning, {})
      : causeDefinition(cause).meaning;
  return [meaning, ...describeFacts(facts)].join(' ');
}

/** A tenant's id or domain fills deep links only where the text names one. */
function toSubject({ tenant, applicationId }: ExplanationFacts): ArticleSubject {
  return {
    ...(tenant !== undefined && isGuid(tenant) ? { tenantId: tenant } : {}),
    ...(tenant !== undefined && isDomain(tenant) ? { tenantDomain: tenant } : {}),
    ...(applicationId === undefined ? {} : { applicationId }),
  };
}

/** A further cause of the text. `library` where the text has an answer, so that it can follow from it or be a case of its own. */
function toFound(
  { cause, confidence, matched, where, hint, ...one }: Spoken & { relation?: Relation },
  isSecret: (name: string) => boolean,
  library?: ExplainOptions['library'],
): Alternative {
  const relation = library && one.relation;
  const article = library?.byId(hint?.article ?? '') ?? library?.forCause(cause);
  return {
    cause,
    title: causeDefinition(cause).title,
    confidence: relation === 'apart' ? confidence : 'likely',
    ...(matched !== undefined && !isSecret(matched) ? { matched } : {}),
    ...(relation === 'follows' ? { follows: true } : {}),
    ...(relation === 'apart' && article ? { article: article.id, where: listNamed(where, isSecret) } : {}),
  };
}

/** Who is named, without what may not come back. */
function listNamed(where: ReadonlySet<string>, isSecret: (name: string) => boolean): string[] {
  return [...where].filter((name) => !isSecret(name) && isName(name.replace('…@', ''))).slice(0, MOST_NAMED);
}

/** What else a bare refusal may be, each with what tells it apart. */
function listInstead(place: KnownFirstStep | undefined, { library, knowledge }: ExplainOptions): Alternative[] {
  return (place?.instead ?? []).flatMap((id) => {
    const article = library.byId(id);
    return article ? [toAlternative(article, knowledge)] : [];
  });
}

const MOST_ALTERNATIVES = 6;
const MOST_NAMED = 20;

/** Those that the text is like come first, since they say what tells them apart. */
function joinAlternatives(
  alike: readonly Alternative[],
  found: readonly Alternative[],
  answer: CauseId,
): Alternative[] {
  const named = new Set([answer, ...alike.map(({ cause }) => cause)]);
  return [...alike, ...found.filter(({ cause }) => cause !== 'unknown.documented' && !named.has(cause))].slice(
    0,
    MOST_ALTERNATIVES,
  );
}

function listRead(text: string, characters: number, httpStatus: number | undefined): string[] {
  const lines = text === '' ? 0 : text.split('\n').length;
  const size = `${formatNumber(lines)} ${lines === 1 ? 'line' : 'lines'}, ${formatNumber(characters)} characters`;
  return httpStatus === undefined ? [size] : [size, `HTTP status ${httpStatus}`];
}
