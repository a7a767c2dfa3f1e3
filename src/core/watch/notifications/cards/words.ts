import type { CardTone } from '../../../cards/card.ts';
import { type ArticleLibrary, type ArticleSubject, ofTenant } from '../../../guidance/articles/article.ts';
import { causeDefinition } from '../../../model/causes/cause.ts';
import { CONNECTION_ITSELF } from '../../../model/cloud/connection.ts';
import { toTenantRef } from '../../../model/tenants/tenant.ts';
import { andMore, countOf, toSafeText } from '../../../model/text/format.ts';
import type { Outcome } from '../../incidents/incident.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import type { Restore } from '../../incidents/restore-watch.ts';
import type { AroundIncident } from './incident-situation.ts';

export interface WatchCardContext {
  library: ArticleLibrary;
  /** What is known of a connection for the links of an article. */
  subjectOf: (connection: string) => Pick<ArticleSubject, 'applicationId' | 'partnerTenantId'>;
  /** Milliseconds since the epoch. */
  now: number;
  /** The newest time that an older database took the place of the one written last. */
  restore?: Restore | undefined;
  /** What is known around the incident that the card is about. */
  around?: AroundIncident | undefined;
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

/** `3 tenants`, or `the connection itself`: of what is open now, or of all there was where it is closed. */
export function extentOf({ group, openTenants, everTenants }: GroupFacts): string {
  const count = group.closedAt === null ? openTenants : everTenants;
  return group.partnerLevel ? CONNECTION_ITSELF : countOf(count, 'tenant');
}

const LONGEST_NAME = 60;
/** What ` and 99 more` takes. */
const REST_ROOM = 15;

/** The first few names and how many more there are; of those only as many as fit into `room` characters, but one. */
export function namesOf(
  { group, names, openTenants, everTenants }: GroupFacts,
  room = Number.POSITIVE_INFINITY,
): string {
  const maxLength = Math.min(LONGEST_NAME, Math.max(1, room - REST_ROOM));
  const labels = names.map((member) => toSafeText(toTenantRef(member).label, { maxLength }));
  let used = 0;
  const shown = labels.filter((label, index) => {
    used += label.length + 2;
    return index === 0 || used <= room;
  });
  return withRest(shown, group.closedAt === null ? openTenants : everTenants);
}

/** Names from outside as one line, with how many of the whole it leaves out. */
export function withRest(names: readonly string[], count: number): string {
  const shown = names.map((name) => toSafeText(name, { maxLength: LONGEST_NAME }));
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
