import type { CardTone } from '../../../cards/card.ts';
import { type ArticleLibrary, type ArticleSubject, ofTenant } from '../../../guidance/articles/article.ts';
import { causeDefinition } from '../../../model/causes/cause.ts';
import { toTenantRef } from '../../../model/tenants/tenant-ref.ts';
import { andMore, countOf } from '../../../model/text/format.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import type { Outcome } from '../../incidents/incident.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import type { Restore } from '../../incidents/restore-watch.ts';

/** What cards of the watch are built with. */
export interface WatchCardContext {
  library: ArticleLibrary;
  /** What is known of a connection for the links of an article. */
  subjectOf: (connection: string) => Pick<ArticleSubject, 'applicationId' | 'partnerTenantId'>;
  /** Milliseconds since the epoch. */
  now: number;
  /** The newest time that an older database took the place of the one written last. */
  restore?: Restore | undefined;
  /** The place is told of what nobody acknowledged in this time. */
  afterMs?: number | undefined;
}

/** How something ended, as a verdict before its time. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  mended: 'Mended',
  replaced: 'Another cause now',
  accepted: 'Accepted',
  vanished: 'No longer on the customer list',
  merged: 'Continued in another incident',
};

/** The headline of a group: its cause, or what was read where that says more. */
export function titleOf({ group, incidents }: GroupFacts): string {
  const title = incidents.find((incident) => incident.finding?.title)?.finding?.title;
  return title ? toSafeText(title) : causeDefinition(group.cause).title;
}

/** `3 tenants`, or `the partner connection`: of what is open now, or of all there was where it is closed. */
export function extentOf({ group, openTenants, everTenants }: GroupFacts): string {
  const count = group.closedAt === null ? openTenants : everTenants;
  return group.partnerLevel ? 'the partner connection' : countOf(count, 'tenant');
}

/** The first few names and how many more there are. */
export function namesOf({ group, names, openTenants, everTenants }: GroupFacts): string {
  const labels = names.map((member) => toTenantRef(member).label);
  return withRest(labels, group.closedAt === null ? openTenants : everTenants);
}

/** Names from outside as one line, with how many of the whole it leaves out. */
export function withRest(names: readonly string[], count: number): string {
  const shown = names.map((name) => toSafeText(name, { maxLength: 60 }));
  return shown.join(', ') + andMore(count - shown.length);
}

/** Everybody it still concerns has been written to: nothing is left to do here. */
export function isWaiting({ group, openTenants }: GroupFacts): boolean {
  return openTenants > 0 && (group.acknowledged?.mailed?.length ?? 0) >= openTenants;
}

export function toneOf({ group, incidents }: GroupFacts): CardTone {
  if (group.closedAt !== null) return 'good';
  if (group.severity === 'critical' || group.severity === 'failure') return 'bad';
  return incidents.some((incident) => incident.finding) ? 'warn' : 'unknown';
}

const MOST_REASON = 200;

/** What a person typed, in quotation marks; nothing for nothing. */
export function quote(text: string): string {
  const safe = toSafeText(text, { maxLength: MOST_REASON });
  return safe === '' ? '' : `: “${safe}”`;
}

/** The subject of an article: one tenant where it is the only one. */
export function articleSubjectOf(
  { group, names, openTenants }: GroupFacts,
  { subjectOf }: WatchCardContext,
): ArticleSubject {
  const [only] = names;
  const own = subjectOf(group.connection);
  if (openTenants !== 1 || !only) return own;
  return ofTenant(own, toTenantRef(only));
}
