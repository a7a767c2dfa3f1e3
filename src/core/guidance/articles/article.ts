import type { CauseId } from '../../model/causes/cause.ts';
import type { CheckId } from '../../model/checks/check.ts';
import type { TenantRef } from '../../model/tenants/tenant.ts';
import type { StepCondition } from './condition.ts';
import open from './open-words.json' with { type: 'json' };

/** The guidance for one topic. Texts are Markdown with placeholders such as `{tenantId}`. */
export interface Article {
  id: string;
  title: string;
  /** What tells it from others that may fit: a technician can look at it, and it goes on after “this one if”. Markdown. */
  thisIf: string;
  causes: readonly CauseId[];
  /** Causes that it is the guidance for where an app signs in by itself: their own is about a person's sign-in. */
  appOnly?: readonly CauseId[] | undefined;
  who: 'partner' | 'customer' | 'either' | 'microsoft' | 'network';
  keywords: readonly string[];
  sources: readonly string[];
  symptom: string;
  meaning: string;
  whoActs: string;
  /** Without their numbers. */
  steps: readonly string[];
  verify: string;
  /** Plain text to paste into a mail, where the customer has to act. */
  customerMessage?: string | undefined;
  /** The same where the policy that refuses is known. */
  policyMessage?: string;
  more?: string;
  /** When a step is shown, by its number. Without an entry always. */
  when?: Readonly<Record<number, StepCondition>> | undefined;
  /** When a numbered line of the message to the customer is asked for, by its number. Where none is, there is no message. */
  asked?: Readonly<Record<number, StepCondition>> | undefined;
  /** The links of the way in that show a step to be done, by its number. */
  proves?: Readonly<Record<number, readonly CheckId[]>> | undefined;
  /** What it means and who acts where that is known to be us, or the customer. */
  ours?: WhoseWords | undefined;
  theirs?: WhoseWords | undefined;
}

export interface WhoseWords {
  meaning?: string | undefined;
  who?: string | undefined;
  /** Nobody else is asked for anything then. */
  asks?: false | undefined;
}

/** What placeholders stand for. A missing value leaves a readable word in its place. */
export interface ArticleSubject {
  tenantId?: string;
  tenantDomain?: string;
  tenantName?: string;
  applicationId?: string;
  partnerTenantId?: string;
  /** Of the policy that refuses: `most likely the policy “A”`, what it does and when, and what is to be set. */
  policyName?: string;
  policyDoes?: string;
  policySet?: string;
  /** Those that were found to be missing: `User.Read.All, Policy.Read.All`. */
  permissions?: string;
}

/** A subject that is about one tenant. */
export function ofTenant(subject: ArticleSubject, { tenantId, label, domain }: TenantRef): ArticleSubject {
  return { ...subject, tenantId, tenantDomain: domain ?? tenantId, tenantName: label };
}

export interface ArticleLibrary {
  all(): readonly Article[];
  byId(id: string): Article | undefined;
  /** Every cause has one. */
  forCause(cause: CauseId): Article;
  /** The one for an app that signs in by itself, where that is another. */
  forApp?(cause: CauseId): Article | undefined;
}

type OpenWords = Readonly<Record<keyof ArticleSubject, string>>;

/** What stands where a value is not known, or is another one for each of several tenants: in a sentence, in what is typed, and in a letter that a person completes. */
const OPEN = open satisfies Record<string, OpenWords>;
export type WhereFilled = keyof typeof OPEN;

export const ARTICLE_PLACEHOLDERS = Object.keys(OPEN.sentence) as (keyof ArticleSubject)[];

/**
 * Puts a subject into a text of an article. Values that could change a link's meaning are left out, and a link that
 * lacks a value becomes its text.
 */
export function fillArticle(text: string, subject: ArticleSubject): string {
  const reachable = text.replace(/\[([^\]]+)\]\((https:[^)\s]*\{[^)\s]*)\)/g, (link, label: string, url: string) =>
    fillAddress(url, subject) === undefined ? label : link,
  );
  return reachable
    .split(/(`[^`]+`)/)
    .map((part, place) => fillWords(part, subject, place % 2 === 1 ? 'command' : 'sentence'))
    .join('');
}

/** Puts a subject into an address; undefined where a value is missing or could change where it leads. */
export function fillAddress(url: string, subject: ArticleSubject): string | undefined {
  const isSafe = ARTICLE_PLACEHOLDERS.every((name) => !url.includes(`{${name}}`) || isSafeValue(subject[name]));
  return isSafe ? fillWords(url, subject, 'command') : undefined;
}

/** Puts a subject into words that hold no link. */
export function fillWords(text: string, subject: ArticleSubject, where: WhereFilled): string {
  const open: OpenWords = OPEN[where];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!Object.hasOwn(open, name)) return whole;
    const key = name as keyof ArticleSubject;
    const value = subject[key];
    if (value === undefined || value === '') return open[key];
    return PROSE.has(key) || isSafeValue(value) ? value : open[key];
  });
}

/** Words, which stand in sentences and never in an address. */
const PROSE: ReadonlySet<keyof ArticleSubject> = new Set([
  'tenantName',
  'policyName',
  'policyDoes',
  'policySet',
  'permissions',
]);

/** An id or a domain: nothing that could leave its place in an address. */
function isSafeValue(value: string | undefined): value is string {
  return value !== undefined && /^[A-Za-z0-9.-]+$/.test(value);
}
