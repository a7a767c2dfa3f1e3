import type { CurrentState } from '../diagnosis/report/run-store.ts';
import { TagBook, type TagFacts } from '../model/tenants/tag-book.ts';
import type { TagRevision, TagStore } from '../model/tenants/tag-store.ts';
import type { Clock } from '../model/time/clock.ts';
import type { WatchState } from './incidents/incident-store.ts';

export interface TagBookParts {
  tags: Pick<TagStore, 'read' | 'revision' | 'ends' | 'licences'>;
  runs: {
    fleet(connection: string): Promise<{ tenants: TagFacts['seen'] }>;
    currentStates(connection: string, which: { onlyBad: true }): Promise<readonly Failing[]>;
  };
  incidents: { load(connection: string, since: number): Promise<Pick<WatchState, 'incidents'>> };
  clock: Clock;
}

type Failing = Pick<CurrentState, 'tenantId' | 'cause'>;

/** Who has which tag of a connection now, or was at the revision that was just read with something else. */
export type ReadTags = (connection: string, asOf?: TagRevision) => Promise<TagBook>;

interface KeptBook {
  book: TagBook;
  revision: TagRevision;
  /** For how long it holds while the revision stays. */
  from: number;
  until: number;
}

/** Reads the book of a connection anew only where its revision is another, or time has changed who is new. */
export function createTagReader(parts: TagBookParts): ReadTags {
  const kept = new Map<string, KeptBook>();
  return async (connection, asOf) => {
    // Read before the book, which is never older than the revision it is kept under.
    const revision = asOf ?? (await parts.tags.revision(connection));
    const now = parts.clock.now();
    const known = kept.get(connection);
    if (known && holds(known, revision, now)) return known.book;
    const book = await readTagBook(parts, connection);
    kept.set(connection, { book, revision, from: now, until: book.holdsUntil() });
    return book;
  };
}

function holds({ book, revision, from, until }: KeptBook, newest: TagRevision, now: number): boolean {
  const isSame = revision.causes === newest.causes || !book.asksForCauses;
  return isSame && revision.tenants === newest.tenants && from <= now && now < until;
}

/** Reads no more than the rules ask for. */
async function readTagBook(parts: TagBookParts, connection: string): Promise<TagBook> {
  const { tags, runs, clock } = parts;
  const kept = await tags.read(connection);
  const seen = kept.rules.length > 0 ? (await runs.fleet(connection)).tenants : [];
  const asksForCauses = kept.rules.some((rule) => rule.causes.length > 0);
  const causes = asksForCauses ? await readCauses(parts, connection) : new Map();
  const asksForEnds = kept.rules.some(({ endingWithinDays }) => endingWithinDays !== null);
  const ends = asksForEnds ? await tags.ends(connection) : {};
  const asksForLicences = kept.rules.some(({ licences }) => licences.length > 0);
  const readings = asksForLicences ? await tags.licences(connection) : [];
  const licences = new Map(readings.map(({ tenantId, owned }) => [tenantId, owned]));
  return new TagBook(connection, kept, { now: clock.now(), seen, causes, ends, licences });
}

/** For what each tenant fails, as last found; and of what it is told though nothing fails, such as a relationship's end. */
async function readCauses({ runs, incidents, clock }: TagBookParts, connection: string) {
  const causes = new Map<string, Set<string>>();
  const add = (tenantId: string, cause: string): void => {
    causes.set(tenantId, (causes.get(tenantId) ?? new Set()).add(cause));
  };
  for (const { tenantId, cause } of await runs.currentStates(connection, { onlyBad: true })) {
    if (cause !== null) add(tenantId, cause);
  }
  const state = await incidents.load(connection, clock.now());
  for (const { cause, finding } of state.incidents) if (finding?.tenant) add(finding.tenant.tenantId, cause);
  return causes;
}
