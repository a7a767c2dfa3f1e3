import type { MessageAddress } from '../cards/messenger.ts';
import type { AcceptedStore } from '../diagnosis/report/accepted-store.ts';
import { expandTagged } from '../diagnosis/report/expand-tagged.ts';
import type { Report } from '../diagnosis/report/report.ts';
import { PARTNER_STATE_KEY } from '../diagnosis/report/run-store.ts';
import type { CauseId } from '../model/causes/cause.ts';
import type { TagChoice } from '../model/tenants/tag.ts';
import type { TagBook } from '../model/tenants/tag-book.ts';
import type { Tenant } from '../model/tenants/tenant.ts';
import type { Clock } from '../model/time/clock.ts';
import type { ReadTags } from './create-tag-reader.ts';
import type { MendingHints } from './incidents/closing.ts';
import { toExpected } from './incidents/expected.ts';
import type { FindingReading } from './incidents/finding.ts';
import { groupTenants } from './incidents/group-tenants.ts';
import type { IncidentGroup } from './incidents/incident.ts';
import { incidentKey } from './incidents/incident-key.ts';
import { type GroupEvent, type IncidentPlan, isEmptyChange, toChange } from './incidents/incident-plan.ts';
import type { IncidentStore, NotificationState, WatchState } from './incidents/incident-store.ts';
import type { Notice } from './incidents/message.ts';
import type { Outbox } from './incidents/outbox.ts';
import { planAccepted, planFindings } from './incidents/plan-findings.ts';
import { planSweep } from './incidents/plan-sweep.ts';
import { toRecoveryWithin } from './incidents/recovery.ts';
import { WATCH_SETTINGS, type WatchSettings } from './incidents/settings.ts';
import { toEdit, toEntry } from './notifications/outbox-writer.ts';
import { type GroupsAbout, planMessages } from './notifications/plan-messages.ts';
import { planTick } from './notifications/plan-tick.ts';
import { planResponse, type Response } from './notifications/respond.ts';
import { findRetold, markOf } from './notifications/retold.ts';
import type { Subscription, SubscriptionStore } from './notifications/subscription.ts';

export interface WatchParts {
  incidents: IncidentStore;
  outbox: Pick<Outbox, 'enqueue' | 'noteCopy'>;
  subscriptions: Pick<SubscriptionStore, 'list'>;
  accepted: Pick<AcceptedStore, 'accepted' | 'windows'>;
  /** Who has which tag now. */
  readTags: ReadTags;
  /** Whether a connection may be known of where the subscriber is. */
  mayHear: (subscription: Subscription, connection: string) => boolean;
  clock: Clock;
  /** Gives ULIDs. */
  newId: () => string;
  settings?: WatchSettings;
  /** Something was written that may be due: wakes the delivery and the scheduler. */
  onCommit?: () => void;
  /** What happened to incidents, once it is written. */
  onEvents?: (events: readonly GroupEvent[]) => void;
}

export interface SeenMessage {
  place: string;
  address: MessageAddress;
}

/** Others write at the same time, each in a moment: more conflicts than this in a row are a fault. */
const MOST_CONFLICTS = 20;

/** The watch as others use it: takes what was found, and what people do, and writes what follows from it in one go. */
export class Watch {
  readonly #parts: WatchParts;
  readonly #settings: WatchSettings;
  /** Who had which tag, by connection, when it was last compared with what is kept: not again while it is the same. */
  #looked: ReadonlyMap<string, TagBook> = new Map();

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#settings = parts.settings ?? WATCH_SETTINGS;
  }

  /** Judges a finished run. The same run twice changes nothing. */
  async recordSweep(report: Report, hints: MendingHints = {}): Promise<void> {
    const { connection, finishedAt } = report.run;
    const expected = await this.#expected(connection, finishedAt);
    await this.#judge(connection, finishedAt, (state) =>
      planSweep({ report, state, expected, settings: this.#settings, ...hints }),
    );
  }

  /** Judges a reading of end dates, or of the watch itself. */
  async recordReading(reading: FindingReading): Promise<void> {
    await this.#judge(reading.connection, reading.at, (state) => planFindings(reading, state, this.#settings));
  }

  /** Failures were accepted: their part in open incidents ends now. */
  async recordAccepted(connection: string): Promise<void> {
    const at = this.#parts.clock.now();
    const expected = await this.#expected(connection, at);
    await this.#judge(connection, at, (state) => planAccepted(state, expected, at, this.#settings));
  }

  /**
   * The group as it is now; undefined where it is closed or unknown, so that nothing is left to do. `seen` is the message
   * that was pressed: where it is a copy that nobody knew of, it is edited from now on like the others.
   */
  async respond(groupId: string, response: Response, seen?: SeenMessage): Promise<IncidentGroup | undefined> {
    const { incidents, outbox, clock, newId } = this.#parts;
    return await this.#retry(async () => {
      // Read before the state: whoever changes a subscription raises the revision, and the commit is refused.
      const subscriptions = await this.#parts.subscriptions.list();
      const at = clock.now();
      const state = await incidents.loadNotifications(at - this.#settings.groupWindowMs, groupId);
      const shown = state.messages.find((one) => one.place === seen?.place && one.groupIds.includes(groupId));
      const isKnown = !seen || !shown || [shown.address, ...shown.copies].includes(seen.address);
      if (!isKnown) await outbox.noteCopy(shown.id, seen.address, toEdit(shown, at, newId));
      const planned = planResponse({ state, groupId, response, subscriptions, at, newId, settings: this.#settings });
      if (!planned) return { done: true, value: undefined };
      const outcome = await incidents.commit(planned.change);
      return { done: outcome !== 'conflict', value: planned.group };
    });
  }

  /**
   * Customers were written to about a cause: the incidents that these tenants are in wait for them. Gives back in how many
   * incidents' messages that is; 0 where none is open yet.
   */
  async noteMailed(connection: string, cause: CauseId, tenantIds: readonly string[], by: string): Promise<number> {
    const { incidents } = await this.#parts.incidents.load(connection, this.#parts.clock.now());
    const byGroup = new Map<string, string[]>();
    for (const id of tenantIds) {
      // What keeps an app by itself out at its door is its one customer's.
      const theirs = [id, PARTNER_STATE_KEY].map((one) => incidentKey(connection, cause, 'customer', one));
      const keys = [...theirs, incidentKey(connection, cause, 'partner', id)];
      const found = incidents.find(({ key }) => keys.includes(key));
      if (found) byGroup.set(found.groupId, [...(byGroup.get(found.groupId) ?? []), id]);
    }
    for (const [groupId, ids] of byGroup) await this.respond(groupId, { kind: 'mailed', by, tenantIds: ids });
    return byGroup.size;
  }

  /** Quiet hours that end, snoozes that are over, reminders. To be called every minute or so. */
  async tick(): Promise<void> {
    const { incidents, clock, newId } = this.#parts;
    await this.#retry(async () => {
      const subscriptions = await this.#parts.subscriptions.list();
      const at = clock.now();
      const state = await incidents.loadNotifications(at - this.#settings.groupWindowMs);
      const concerns = await this.#concernsOf(subscriptions, state, at);
      const input = { state, subscriptions, at, newId, settings: this.#settings };
      const tenantsOf = async (name: string) => groupTenants(await incidents.load(name, at));
      const { readTags } = this.#parts;
      const { books, ...news } = await findRetold(state, subscriptions, { before: this.#looked, readTags, tenantsOf });
      const change = planTick({ ...input, mayHear: this.#parts.mayHear, concerns, ...news });
      const done = isEmptyChange(change) || (await incidents.commit(change)) !== 'conflict';
      if (done) this.#looked = books;
      return { done, value: undefined };
    });
  }

  /** A scheduled sweep was missed while Samaritan was not running, and is made up for. */
  async recordLate(connection: string, schedule: string, text: string): Promise<void> {
    await this.#tell(connection, { kind: 'late', schedule, text });
  }

  /** An older database took the place of the one that was written last. */
  async recordRestore(connection: string, text: string): Promise<void> {
    await this.#tell(connection, { kind: 'restored', text });
  }

  /** Sends a test message to a place, whether or not it is quiet there. */
  async test(place: string, by: string): Promise<void> {
    const { outbox, clock, newId, onCommit } = this.#parts;
    await outbox.enqueue([toEntry(place, `place ${place}`, { kind: 'test', by }, clock.now(), newId)]);
    onCommit?.();
  }

  async #tell(
    connection: string,
    said: { kind: 'late'; schedule: string; text: string } | { kind: 'restored'; text: string },
  ): Promise<void> {
    const at = this.#parts.clock.now();
    const notice: Notice = { ...said, connection, cause: 'internal', owner: 'partner', severity: 'notice', at };
    await this.#judge(connection, at, (state) => ({ change: toChange(state, {}), events: [], notices: [notice] }));
  }

  async #judge(
    connection: string,
    at: number,
    plan: (state: WatchState) => IncidentPlan | Promise<IncidentPlan>,
  ): Promise<void> {
    const { incidents, newId } = this.#parts;
    const { flapWindowMs } = this.#settings;
    await this.#retry(async () => {
      const all = await this.#parts.subscriptions.list();
      const subscriptions = all.filter((one) => this.#parts.mayHear(one, connection));
      const state = await incidents.load(connection, at - flapWindowMs);
      const planned = await plan(state);
      const { change, events, notices } = planned;
      const about = await this.#groupsAbout(subscriptions, state, planned, at);
      const input = { state, events, notices, subscriptions, at, newId, settings: this.#settings };
      const rows = planMessages({ ...input, ...(about && { about }) });
      const whole = { ...change, ...rows };
      if (isEmptyChange(whole)) return { done: true, value: undefined };
      const outcome = await incidents.commit(whole);
      if (outcome === 'committed') this.#parts.onEvents?.(events);
      return { done: outcome !== 'conflict', value: undefined };
    });
  }

  /** Whom groups are about, where some place is told by tags. */
  async #groupsAbout(
    subscriptions: readonly Subscription[],
    state: WatchState,
    { change, noticesWithin }: Pick<IncidentPlan, 'change' | 'noticesWithin'>,
    at: number,
  ): Promise<GroupsAbout | undefined> {
    const { readTags } = this.#parts;
    if (!subscriptions.some(({ tagged }) => tagged)) return undefined;
    const book = await readTags(state.connection.connection);
    const tenants = groupTenants(state, change);
    const incidents = new Map([...state.incidents, ...change.incidents].map((one) => [one.reference, one]));
    const joined = Map.groupBy(change.joined, ({ reference }) => incidents.get(reference)?.groupId);
    const ours = [...incidents.values()].filter(({ partnerLevel, closedAt }) => partnerLevel && closedAt === null);
    const isOf = (choice: TagChoice) => (tenant: Tenant) => book.chooses(choice, tenant);
    const inIt = ({ id }: IncidentGroup, choice: TagChoice) => (tenants.get(id) ?? []).filter(isOf(choice));
    return {
      isMeant: (tenant, choice) => book.chooses(choice, tenant),
      concerns: (group, choice) => inIt(group, choice).length > 0,
      mark: (group, choice) => markOf(inIt(group, choice)),
      recovery: (group, ends, choice) => {
        const remaining = inIt(group, choice).length + ours.filter(({ groupId }) => groupId === group.id).length;
        return toRecoveryWithin(group, ends, { at, remaining, isMeant: isOf(choice) });
      },
      notices: (choice) => noticesWithin?.(isOf(choice)),
      joins: ({ id }, choice) => (joined.get(id) ?? []).some(isOf(choice)),
      returns: (group, choice) => {
        const now = new Set((joined.get(group.id) ?? []).map(({ tenantId }) => tenantId));
        const own = inIt(group, choice);
        return own.length > 0 && own.every(({ tenantId }) => now.has(tenantId));
      },
    };
  }

  /** The same of every connection, where a place waits by tags for others to acknowledge. */
  async #concernsOf(
    subscriptions: readonly Subscription[],
    { groups }: NotificationState,
    at: number,
  ): Promise<GroupsAbout['concerns']> {
    const waiting = subscriptions.filter(({ tagged, afterMs }) => tagged && afterMs !== undefined);
    const names = new Set(waiting.length > 0 ? groups.map(({ connection }) => connection) : []);
    const about = new Map<string, GroupsAbout | undefined>();
    for (const name of names) {
      const state = await this.#parts.incidents.load(name, at);
      about.set(name, await this.#groupsAbout(waiting, state, { change: toChange(state, {}) }, at));
    }
    return (group, choice) => about.get(group.connection)?.concerns(group, choice) ?? false;
  }

  async #retry<T>(attempt: () => Promise<{ done: boolean; value: T }>): Promise<T> {
    for (let tries = 0; tries < MOST_CONFLICTS; tries += 1) {
      const { done, value } = await attempt();
      if (!done) continue;
      this.#parts.onCommit?.();
      return value;
    }
    throw new Error('the incidents could not be written: others wrote at the same time, every time');
  }

  async #expected(connection: string, at: number) {
    const { accepted, readTags } = this.#parts;
    const [failures, windows] = [await accepted.accepted(connection), await accepted.windows(connection, at)];
    const read = (): ReturnType<ReadTags> => readTags(connection);
    return toExpected(await expandTagged(failures, read), await expandTagged(windows, read), at);
  }
}
