import { aadstsEntry, formatAadsts } from '../../model/causes/aadsts.ts';
import { causeDefinition, ownerOf } from '../../model/causes/cause.ts';
import { isDomain, isGuid } from '../../model/tenants/tenant-id.ts';
import type { SecretKind } from '../../model/text/cut-secrets.ts';
import { cutSecrets } from '../../model/text/cut-secrets.ts';
import { formatNumber } from '../../model/text/format.ts';
import { type ArticleLibrary, type ArticleSubject, fillArticle } from '../articles/article.ts';
import { fitArticle } from '../articles/fit-article.ts';
import type { Situation } from '../articles/situation.ts';
import { describeFacts } from './describe-facts.ts';
import { explainUnknown, type Judgement } from './explain-unknown.ts';
import { type Alternative, EXPLANATION_SCHEMA, type Explanation, type ExplanationFacts } from './explanation.ts';
import { normalizeText, type ReadableText, toReadable } from './normalize-text.ts';
import type { Observation } from './observation.ts';
import { readEvidence } from './read-evidence.ts';
import { readFacts } from './read-facts.ts';
import { readIds } from './read-ids.ts';
import type { Weighed } from './weigh.ts';

export interface ExplainOptions {
  /** Only the article of the answer is asked for. */
  library: Pick<ArticleLibrary, 'forCause'>;
  /** What is known of the only connection: it fills steps where the text itself says nothing. */
  subject?: ArticleSubject;
}

const MOST_CODES = 10;
/** Evidence of this strength for another cause leaves no answer certain. */
const STRONG: ReadonlySet<string> = new Set(['code', 'wording', 'refusal']);

/**
 * Says what a pasted text means: any error, or a log of them. Offline and pure. Secrets are cut before anything is
 * read, and no part of the text comes back but codes, ids, dates and names. Linear in the text's length.
 */
export function explainText(raw: string, { library, subject = {} }: ExplainOptions): Explanation {
  const { readable, secrets, lines } = readSafely(raw);
  const { codes, weighed, httpStatus } = readEvidence(readable);
  // A number that nobody documents is said to be unknown, whatever the words around it suggest.
  const decided =
    weighed && (codes.undocumented.length === 0 || weighed.winner.strength === 'code') ? weighed : undefined;
  const at = decided?.winner.at ?? codes.places[0] ?? 0;
  const facts = readFacts(readable, at, httpStatus);
  const judgement = decided
    ? judge(decided, { codes: codes.codes, unsure: codes.undocumented.length > 0, facts, library, subject })
    : explainUnknown(codes.undocumented, library);
  return {
    schema: EXPLANATION_SCHEMA,
    recognized: judgement.recognized,
    cause: judgement.cause,
    title: judgement.title,
    meaning: judgement.meaning,
    codes: judgement.codes,
    ids: readIds(readable, at),
    facts,
    owner: judgement.owner,
    steps: judgement.steps,
    article: judgement.article,
    confidence: judgement.confidence,
    alternatives: listAlternatives(decided ? decided.others : weighed ? [weighed.winner, ...weighed.others] : []),
    secretsFound: secrets.length > 0,
    secrets,
    read: listRead(lines, readable.text.length, httpStatus),
  };
}

/** Secrets go first; unescaping can bring forth what escapes hid, so they go once more. */
function readSafely(raw: string): { readable: ReadableText; secrets: SecretKind[]; lines: number } {
  const cut = cutSecrets(raw);
  const normal = normalizeText(cut.text);
  const again = cutSecrets(normal.text);
  const readable = again.kinds.length === 0 ? normal : toReadable(again.text);
  const trimmed = cut.text.trim();
  return {
    readable,
    secrets: [...new Set([...cut.kinds, ...again.kinds])],
    lines: trimmed === '' ? 0 : trimmed.split('\n').length,
  };
}

interface Circumstances {
  codes: readonly number[];
  /** Something in the text is not understood. */
  unsure: boolean;
  facts: ExplanationFacts;
  library: ExplainOptions['library'];
  subject: ArticleSubject;
}

function judge({ winner, others }: Weighed, { codes, unsure, facts, library, subject }: Circumstances): Judgement {
  const article = fitArticle(library.forCause(winner.cause), situationOf(winner, codes));
  const contested = unsure || others.some((one) => STRONG.has(one.strength));
  const { code } = winner;
  const ordered = code === undefined ? codes : [code, ...codes.filter((one) => one !== code)];
  return {
    recognized: true,
    cause: winner.cause,
    title: causeDefinition(winner.cause).title,
    meaning: meaningOf(winner, facts),
    codes: ordered.slice(0, MOST_CODES).map(formatAadsts),
    owner: winner.owner ?? ownerOf(winner.cause, 'unknown'),
    steps: article.steps.map((step) => fillArticle(step, { ...subject, ...toSubject(facts) })),
    article: article.id,
    confidence: contested ? 'likely' : winner.confidence,
  };
}

/** Who acts is known where the code says so, or where it can be nobody else. */
function situationOf({ cause, owner }: Observation, codes: readonly number[]): Situation {
  const usual = causeDefinition(cause).owner;
  const known = owner ?? (usual === 'partner' || usual === 'customer' ? usual : undefined);
  return { surface: 'page', codes: codes.map(formatAadsts), ...(known === undefined ? {} : { owner: known }) };
}

function meaningOf({ cause, code }: Observation, facts: ExplanationFacts): string {
  const entry = cause === 'unknown.documented' && code !== undefined ? aadstsEntry(code) : undefined;
  const meaning = entry
    ? `${entry.code}${entry.name ? ` (${entry.name})` : ''}: ${entry.meaning}`
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

function listAlternatives(others: readonly Observation[]): Alternative[] {
  return others
    .filter(({ cause }) => cause !== 'unknown.documented')
    .map(({ cause }) => ({ cause, title: causeDefinition(cause).title, confidence: 'likely' }));
}

function listRead(lines: number, characters: number, httpStatus: number | undefined): string[] {
  const size = `${formatNumber(lines)} ${lines === 1 ? 'line' : 'lines'}, ${formatNumber(characters)} characters`;
  return httpStatus === undefined ? [size] : [size, `HTTP status ${httpStatus}`];
}
