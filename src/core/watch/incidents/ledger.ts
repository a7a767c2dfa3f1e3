import { PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { GroupBook } from './group-book.ts';
import type { Incident, IncidentMember, MemberLeft, MendedBy, Outcome } from './incident.ts';
import { type GroupEvent, toChange } from './incident-plan.ts';
import type { WatchChange, WatchState } from './incident-store.ts';
import type { Closing, Leaving } from './recovery.ts';
import { firstNumberAt, toIncidentReference } from './reference.ts';
import type { WatchSettings } from './settings.ts';
import { worseSeverity } from './severity.ts';
import type { Track } from './track.ts';
import { TrackBook } from './track-book.ts';

export type NewIncident = Pick<
  Incident,
  'key' | 'cause' | 'owner' | 'severity' | 'firstFailedAt' | 'partnerLevel' | 'finding'
>;

/**
 * The books of one connection while a sweep or reading is judged: takes single steps and gives back the rows that
 * differ. Keeps that one incident of a key is open, and that a subject is in one incident of a cause.
 */
export class Ledger {
  readonly #state: WatchState;
  readonly #at: number;
  readonly #settings: WatchSettings;
  readonly tracks: TrackBook;
  readonly #incidents = new Map<string, Incident>();
  readonly #openKeys = new Map<string, string>();
  /** Who left each incident now. */
  readonly #leaving = new Map<string, Leaving[]>();
  readonly #changed = new Set<string>();
  readonly #joined: IncidentMember[] = [];
  readonly #left: MemberLeft[] = [];
  readonly #closings: Closing[] = [];
  readonly #groups: GroupBook;
  #number: number;

  constructor(state: WatchState, at: number, settings: WatchSettings) {
    this.#state = state;
    this.#at = at;
    this.#settings = settings;
    this.#number = state.nextNumber;
    this.#groups = new GroupBook(state.groups, at, settings);
    this.tracks = new TrackBook(state.tracks);
    for (const incident of state.incidents) {
      this.#incidents.set(incident.reference, incident);
      this.#openKeys.set(incident.key, incident.reference);
    }
  }

  get connection(): string {
    return this.#state.connection.connection;
  }

  incident(reference: string): Incident | undefined {
    return this.#incidents.get(reference);
  }

  openIncidents(): Incident[] {
    return [...this.#openKeys.values()].flatMap((reference) => this.#incidents.get(reference) ?? []);
  }

  openByKey(key: string): Incident | undefined {
    const reference = this.#openKeys.get(key);
    return reference === undefined ? undefined : this.#incidents.get(reference);
  }

  /** Ends a suspicion, or a subject's part in an incident. */
  drop(track: Track, outcome: Outcome): void {
    this.tracks.remove(track);
    if (track.incident !== null) this.leave(track.incident, { ...track, tenantId: track.subject }, outcome);
  }

  open(parts: NewIncident): Incident {
    const since = this.#at - this.#settings.flapWindowMs;
    const earlier = this.#state.recent.filter(
      (one) => one.key === parts.key && one.openedAt > since && one.openedAt <= this.#at,
    ).length;
    this.#number = Math.max(this.#number, firstNumberAt(this.#at));
    const reference = toIncidentReference(this.#number);
    this.#number += 1;
    const incident: Incident = {
      ...parts,
      reference,
      connection: this.connection,
      groupId: this.#groups.add(reference, this.connection, parts),
      openedAt: this.#at,
      members: 0,
      everMembers: 0,
      cycles: earlier + 1,
      flapping: earlier + 1 >= this.#settings.flapCycles,
      closedAt: null,
      outcome: null,
      mendedBy: null,
    };
    this.#openKeys.set(incident.key, reference);
    this.update(incident);
    return incident;
  }

  update(incident: Incident): void {
    this.#incidents.set(incident.reference, incident);
    this.#changed.add(incident.reference);
    if (incident.closedAt === null) this.#groups.touch(incident);
  }

  /** The track's subject becomes part of the incident. */
  join(track: Track, reference: string, parts: Pick<Incident, 'severity' | 'partnerLevel'>): void {
    this.tracks.put({ ...track, incident: reference });
    const incident = this.#incidents.get(reference);
    if (!incident) return;
    this.update({
      ...incident,
      severity: worseSeverity(incident.severity, parts.severity),
      partnerLevel: incident.partnerLevel || parts.partnerLevel,
      firstFailedAt: Math.min(incident.firstFailedAt, track.firstFailedAt),
    });
    if (!parts.partnerLevel) this.addMember(reference, { ...track, tenantId: track.subject });
  }

  addMember(reference: string, { tenantId, displayName, defaultDomainName }: Tenant): void {
    this.#joined.push({ reference, tenantId, displayName, defaultDomainName, joinedAt: this.#at });
    const incident = this.#incidents.get(reference);
    if (incident) this.update({ ...incident, members: incident.members + 1, everMembers: incident.everMembers + 1 });
  }

  /** A tenant, or the partner connection under its state key, is no part of the incident any more. */
  leave(reference: string, tenant: Tenant, outcome: Outcome): void {
    const incident = this.#incidents.get(reference);
    if (!incident) return;
    const { tenantId } = tenant;
    const isTenant = tenantId !== PARTNER_STATE_KEY;
    const leaving = this.#leaving.get(reference) ?? [];
    const mailedAt = this.#groups.unmail(incident.groupId, tenantId);
    leaving.push({ tenant: isTenant ? tenant : null, outcome, mailedAt });
    this.#leaving.set(reference, leaving);
    if (isTenant) this.#left.push({ reference, tenantId, leftAt: this.#at, outcome });
    this.update(isTenant ? { ...incident, members: incident.members - 1 } : incident);
  }

  leavingOf(reference: string): readonly Leaving[] {
    return this.#leaving.get(reference) ?? [];
  }

  close(reference: string, outcome: Outcome, mendedBy: MendedBy | null, continuesIn: string | null = null): void {
    const incident = this.#incidents.get(reference);
    if (!incident || incident.closedAt !== null) return;
    this.#openKeys.delete(incident.key);
    const leaving = this.leavingOf(reference);
    const waited = leaving.find((one) => one.outcome === 'mended' && one.mailedAt !== undefined)?.mailedAt;
    const by: MendedBy | null = waited === undefined ? mendedBy : { kind: 'mailed', since: waited };
    const closed = { ...incident, closedAt: this.#at, outcome, mendedBy: by };
    this.update(closed);
    this.#groups.close(closed);
    this.#closings.push({ incident: closed, leaving, continuesIn });
  }

  /** It has become worse, which is news. */
  announce(reference: string): void {
    const incident = this.#incidents.get(reference);
    if (incident) this.#groups.announce(incident);
  }

  rows(): WatchChange {
    const number = this.#number === this.#state.nextNumber ? null : this.#number;
    return toChange(this.#state, {
      nextNumber: number,
      incidents: [...this.#changed].flatMap((reference) => this.#incidents.get(reference) ?? []),
      groups: this.#groups.changed(),
      joined: this.#joined,
      left: this.#left,
      tracks: this.tracks.changed(),
      tracksRemoved: this.tracks.removed(),
    });
  }

  events(): GroupEvent[] {
    // What only lost somebody goes on.
    const going = [...this.#leaving].flatMap(([reference, leaving]): Closing[] => {
      const incident = this.#incidents.get(reference);
      return incident?.closedAt === null ? [{ incident, leaving, continuesIn: null }] : [];
    });
    const ends = Map.groupBy([...this.#closings, ...going], ({ incident }) => incident.groupId);
    return this.#groups.events(({ id }) => ends.get(id) ?? []);
  }
}
