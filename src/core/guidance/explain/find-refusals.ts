import { findByOauthFields, findExchangeCause, findGraphCause, type NamedCause } from '../../model/causes/classify.ts';
import { readHttpStatus } from './http-status.ts';
import { isName } from './is-name.ts';
import type { ReadableText } from './normalize-text.ts';
import type { Observation } from './observation.ts';

/** A message and its code stand within so many characters of each other. */
const AROUND = 500;
const MOST_READ = 2000;

const OAUTH_FIELD = /\b(sub_?error|error)["']? ?[:=] ?["']?([a-z]{3,20}(?:_[a-z]{2,20}){0,4})(?![a-z_])/g;
const OAUTH_PREFIX =
  /\b(invalid_client|invalid_grant|unauthorized_client|invalid_resource|consent_required|interaction_required|temporarily_unavailable)\b/g;
const SERVICE_FIELD = /["']?\b(?:error ?)?code["']? ?[:=] ?["']?([a-z][a-z_]{3,70})(?![\w])/gi;
const MESSAGE_FIELD = /["']?\b(?:error ?)?message["']? ?[:=] ?["']?([^"]{1,400})/i;
const EXCHANGE =
  /adminapi|invokecommand|odataserviceexception|exchangeonline|exchange online|get-exo|outlook\.office365\.com|get-(?:mailbox|organizationconfig)|connect to exchange/;

/** Status-like words that services use as their code: they say no more than the status itself. */
const STATUS_CODES: Readonly<Record<string, number>> = {
  unauthorized: 401,
  invalidauthenticationtoken: 401,
  unauthenticated: 401,
  forbidden: 403,
  accessdenied: 403,
  authorization_requestdenied: 403,
  authorization_identitynotfound: 401,
};

/** What the fields of answers speak for: OAuth's `error` and `suberror`, Graph's and Exchange's `code` and `message`. */
export function findRefusals(readable: ReadableText): Observation[] {
  return [...readOauth(readable), ...readServices(readable)];
}

function readOauth({ lower }: ReadableText): Observation[] {
  const found: Observation[] = [];
  for (const { at, ...fields } of oauthFields(lower)) {
    const { error, suberror } = fields;
    const finding = findByOauthFields(fields);
    const strength = finding.confidence === 'exact' ? 'code' : suberror === undefined ? 'status' : 'refusal';
    found.push(...observe(finding, strength, at, suberror ?? error));
  }
  return found;
}

function* oauthFields(lower: string): Generator<{ at: number; error?: string; suberror?: string }> {
  for (const match of lower.matchAll(OAUTH_FIELD)) {
    const [, name = '', value = ''] = match;
    yield name === 'error' ? { at: match.index, error: value } : { at: match.index, suberror: value };
  }
  for (const match of lower.matchAll(OAUTH_PREFIX)) yield { at: match.index, error: match[1] ?? '' };
}

function readServices({ text, lower }: ReadableText): Observation[] {
  const found: Observation[] = [];
  let read = 0;
  for (const match of text.matchAll(SERVICE_FIELD)) {
    if (read >= MOST_READ) break;
    read += 1;
    const from = Math.max(0, match.index - AROUND);
    const around = text.slice(from, match.index + AROUND);
    const low = lower.slice(from, match.index + AROUND);
    const error = match[1] ?? '';
    const message =
      MESSAGE_FIELD.exec(text.slice(match.index, match.index + AROUND))?.[1] ?? MESSAGE_FIELD.exec(around)?.[1];
    const httpStatus = STATUS_CODES[error.toLowerCase()] ?? readHttpStatus(low) ?? 0;
    const refusal = { httpStatus, error, codes: [], ...(message === undefined ? {} : { message }) };
    const finding = EXCHANGE.test(low) ? findExchangeCause(refusal) : findGraphCause(refusal);
    const known = STATUS_CODES[error.toLowerCase()] !== undefined;
    // Graph says “insufficient privileges” for a missing role, permission and consent alike.
    const sure = finding.cause === 'permission.insufficient' ? 'likely' : finding.confidence;
    const strength = finding.confidence === 'exact' ? 'wording' : known ? 'hint' : 'status';
    found.push(...observe({ ...finding, confidence: sure }, strength, match.index, error));
  }
  return found;
}

/** Fields come after every wording of the same strength. */
function observe(
  { cause, confidence }: NamedCause,
  strength: Observation['strength'],
  at: number,
  matched: string | undefined,
): Observation[] {
  if (confidence === 'none' || cause === 'unknown') return [];
  return [{ cause, confidence, strength, at, rank: 1000, ...(matched && isName(matched) ? { matched } : {}) }];
}
