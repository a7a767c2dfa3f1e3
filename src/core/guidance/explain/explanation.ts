import type { CauseId, Owner } from '../../model/causes/cause.ts';
import type { Confidence } from '../../model/causes/evidence.ts';
import type { SecretKind } from '../../model/text/secret-rules.ts';

export const EXPLANATION_SCHEMA = 'samaritan.explanation/1';

export interface ExplanationIds {
  traceId?: string;
  correlationId?: string;
  requestId?: string;
  /** As the text writes it. */
  timestamp?: string;
}

/** Dates, lifetimes and names that stand in the text. Accounts are shortened to their first letter and domain. */
export interface ExplanationFacts {
  tokenIssuedAt?: string;
  unusedForDays?: number;
  allowedLifetimeSeconds?: number;
  tokensValidFrom?: string;
  assertionExpiredAt?: string;
  applicationId?: string;
  applicationName?: string;
  tenant?: string;
  user?: string;
  resource?: string;
  httpStatus?: number;
}

export interface Alternative {
  cause: CauseId;
  title: string;
  confidence: Confidence;
  /** The article on it, and what a technician can look at to know whether it is this one. Markdown, goes on after “if”. */
  article?: string;
  thisIf?: string;
  /** A sign-in meets it only after the answer's own cause, so that it may be no more than what follows. */
  follows?: true;
  /** What it was known by in the text: a code, a field's value, words. */
  matched?: string;
  /** The tenants or accounts that it is met at and the answer's own cause is not: a case of its own. */
  where?: string[];
}

/** What a pasted text means: the contract of `explain --json` (docs/explanation.schema.json). */
export interface Explanation {
  schema: typeof EXPLANATION_SCHEMA;
  recognized: boolean;
  cause: CauseId;
  title: string;
  meaning: string;
  /** AADSTS codes in the text: what the answer rests on first, at most ten. */
  codes: string[];
  ids: ExplanationIds;
  facts: ExplanationFacts;
  owner: Owner;
  /** The text does not say on whose side it is, which decides: `owner` is who looks first. */
  ownerDepends?: true;
  /** Markdown, without their numbers. */
  steps: string[];
  article: string;
  confidence: Confidence;
  /** The tenants or accounts that it is met at, where another cause is met at others. */
  where?: string[];
  /** Who refused, where it is another product or an app that is not the partner's SAM app. */
  speaker?: string;
  /** Further causes met in the same text, at most five. */
  alternatives: Alternative[];
  secretsFound: boolean;
  /** What has to be revoked. */
  secrets: SecretKind[];
  /** What was read, in words: the answer when nothing is recognized. */
  read: string[];
}
