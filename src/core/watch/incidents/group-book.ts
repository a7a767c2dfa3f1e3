import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Incident, IncidentGroup } from './incident.ts';
import type { GroupEvent } from './incident-plan.ts';
import { type Closing, toRecovery } from './recovery.ts';
import type { WatchSettings } from './settings.ts';
import { worseSeverity } from './severity.ts';

type GroupParts = Pick<Incident, 'cause' | 'owner' | 'severity' | 'firstFailedAt' | 'partnerLevel' | 'finding'>;

/** Which incidents share a message, and what happened to each such group. */
export class GroupBook {
  readonly #at: number;
  readonly #windowMs: number;
  readonly #groups: Map<string, IncidentGroup>;
  readonly #before: ReadonlyMap<string, IncidentGroup>;
  readonly #touched = new Set<string>();
  readonly #recovered = new Set<string>();
  readonly #worse = new Map<string, Tenant[]>();

  constructor(groups: readonly IncidentGroup[], at: number, { groupWindowMs }: WatchSettings) {
    this.#at = at;
    this.#windowMs = groupWindowMs;
    this.#groups = new Map(groups.map((group) => [group.id, group]));
    this.#before = new Map(this.#groups);
  }

  /** The group for a new incident: one of the same sort that opened minutes ago and is still open, else its own. */
  add(reference: string, connection: string, parts: GroupParts): string {
    const { cause, owner, severity, firstFailedAt, partnerLevel, finding } = parts;
    const source = finding?.source ?? 'sweep';
    const found = [...this.#groups.values()].find(
      (group) =>
        group.connection === connection &&
        group.cause === cause &&
        group.owner === owner &&
        group.source === source &&
        group.closedAt === null &&
        Math.abs(this.#at - group.openedAt) <= this.#windowMs,
    );
    const group: IncidentGroup = found
      ? { ...found, open: found.open + 1 }
      : {
          id: reference,
          connection,
          cause,
          owner,
          source,
          severity,
          partnerLevel,
          firstFailedAt,
          openedAt: this.#at,
          closedAt: null,
          open: 1,
          acknowledged: null,
          snoozed: null,
        };
    this.#groups.set(group.id, group);
    this.#touched.add(group.id);
    return group.id;
  }

  /** Something about an open incident of the group changed. */
  touch({ groupId, cause, severity, partnerLevel, firstFailedAt }: Incident): void {
    const group = this.#groups.get(groupId);
    if (!group) return;
    this.#touched.add(groupId);
    const alone = group.open === 1;
    const next = {
      ...group,
      // A secret that is about to expire has expired: the group is still about that one thing.
      cause: alone ? cause : group.cause,
      severity: alone ? severity : worseSeverity(group.severity, severity),
      partnerLevel: group.partnerLevel || partnerLevel,
      firstFailedAt: Math.min(group.firstFailedAt, firstFailedAt),
    };
    this.#groups.set(groupId, next);
  }

  /** A tenant leaves the group: nobody waits for its customer any more. Since when somebody did, if at all. */
  unmail(groupId: string, tenantId: string): number | undefined {
    const group = this.#groups.get(groupId);
    const acknowledged = group?.acknowledged;
    if (!group || !acknowledged?.mailed?.includes(tenantId)) return undefined;
    const mailed = acknowledged.mailed.filter((id) => id !== tenantId);
    this.#groups.set(groupId, { ...group, acknowledged: { ...acknowledged, mailed } });
    this.#touched.add(groupId);
    return acknowledged.at;
  }

  close({ groupId }: Incident): void {
    const group = this.#groups.get(groupId);
    if (!group) return;
    const open = group.open - 1;
    this.#groups.set(groupId, { ...group, open, closedAt: open === 0 ? this.#at : null });
    this.#touched.add(groupId);
    this.#recovered.add(groupId);
  }

  announce({ groupId, finding }: Incident): void {
    this.#worse.set(groupId, [...(this.#worse.get(groupId) ?? []), ...(finding?.tenant ? [finding.tenant] : [])]);
  }

  /** Rows that differ from what they were. */
  changed(): IncidentGroup[] {
    return this.#touchedGroups().filter((group) => {
      const before = this.#before.get(group.id);
      return !before || JSON.stringify(before) !== JSON.stringify(group);
    });
  }

  events(endsOf: (group: IncidentGroup) => readonly Closing[]): GroupEvent[] {
    return this.#touchedGroups().flatMap((group): GroupEvent[] => {
      const events: GroupEvent[] = [];
      const ends = endsOf(group);
      const closed = ends.filter(({ incident }) => incident.closedAt !== null);
      if (!this.#before.has(group.id)) events.push({ kind: 'opened', group });
      else if (!this.#recovered.has(group.id)) events.push({ kind: 'changed', group, ends });
      if (this.#recovered.has(group.id))
        events.push({ kind: 'recovered', group, recovery: toRecovery(group, closed, this.#at), ends });
      const worse = this.#worse.get(group.id);
      if (worse && group.closedAt === null) events.push({ kind: 'again', group, why: 'stage', worse });
      return events;
    });
  }

  #touchedGroups(): IncidentGroup[] {
    return [...this.#touched].flatMap((id) => this.#groups.get(id) ?? []);
  }
}
