import type { AcceptedFailure, MaintenanceWindow } from '../../../src/core/diagnosis/report/accepted-store.ts';
import type { Incident, IncidentGroup, IncidentMember, Outcome } from '../../../src/core/watch/incidents/incident.ts';
import type {
  ConnectionWatch,
  GroupFacts,
  GroupRoster,
  NotificationState,
  PlaceLook,
  Stay,
  WatchChange,
  WatchState,
} from '../../../src/core/watch/incidents/incident-store.ts';
import type { HeldItem, Message } from '../../../src/core/watch/incidents/message.ts';
import type { NewOutboxEntry } from '../../../src/core/watch/incidents/outbox.ts';
import type { Recheck } from '../../../src/core/watch/incidents/recheck.ts';
import type { WatchedTenant } from '../../../src/core/watch/incidents/tenant-list.ts';
import type { Track } from '../../../src/core/watch/incidents/track.ts';
import type { Subscription } from '../../../src/core/watch/notifications/subscription.ts';
import type { Schedule, ScheduleState } from '../../../src/core/watch/schedules/schedule.ts';

export interface OutboxRow extends NewOutboxEntry {
  row: number;
  attempts: number;
  refusals: number;
  maybeSentAt: number | null;
  state: 'waiting' | 'done' | 'dropped';
  problem: string | null;
}

/** Everything the watch keeps, in memory: what a database would have as tables. Refuses what a constraint would refuse. */
export class MemoryTables {
  /** Of all connections together: refuses more than it must. */
  revision = 0;
  nextNumber = 0;
  readonly runs = new Set<string>();
  readonly connections = new Map<string, ConnectionWatch>();
  readonly incidents = new Map<string, Incident>();
  readonly groups = new Map<string, IncidentGroup>();
  readonly stays: Stay[] = [];
  readonly tracks = new Map<string, Track>();
  /** By connection. */
  readonly partner = new Map<string, WatchState['partner']>();
  readonly tenants = new Map<string, WatchedTenant>();
  readonly rechecks = new Map<string, Recheck>();
  readonly messages = new Map<string, Message>();
  readonly held = new Map<string, HeldItem>();
  readonly looks = new Map<string, PlaceLook>();
  readonly outbox: OutboxRow[] = [];
  readonly subscriptions = new Map<string, Subscription>();
  readonly accepted: AcceptedFailure[] = [];
  readonly windows: MaintenanceWindow[] = [];
  readonly schedules = new Map<string, Schedule>();
  readonly scheduleStates = new Map<string, ScheduleState>();
  readonly finished = new Map<string, number>();

  load(connection: string, since: number): WatchState {
    const own = <T extends { connection: string }>(rows: Iterable<T>): T[] =>
      [...rows].filter((row) => row.connection === connection);
    const incidents = own(this.incidents.values());
    const groups = own(this.groups.values());
    return {
      ...this.#notifications(groups, since, connection),
      nextNumber: this.nextNumber,
      connection: this.connections.get(connection) ?? { connection, sharedCauses: [], listReadAt: null },
      tracks: own(this.tracks.values()),
      partner: this.partner.get(connection) ?? [],
      incidents: incidents.filter((incident) => incident.closedAt === null),
      recent: incidents.filter(({ openedAt }) => openedAt >= since).map(({ key, openedAt }) => ({ key, openedAt })),
      tenants: [...this.tenants].filter(([key]) => key.startsWith(`${connection} `)).map(([, tenant]) => tenant),
      recheck: this.rechecks.get(connection) ?? null,
    };
  }

  loadNotifications(since: number, groupId?: string): NotificationState {
    return this.#notifications([...this.groups.values()], since, null, groupId);
  }

  #notifications(
    groups: readonly IncidentGroup[],
    since: number,
    connection: string | null = null,
    groupId = '',
  ): NotificationState {
    const held = [...this.held.values()];
    const named = new Set(held.flatMap(({ what }) => ('groupId' in what ? [what.groupId] : [])));
    const wanted = groups.filter((group) => group.closedAt === null || named.has(group.id));
    const ids = new Set([...wanted.map((group) => group.id), groupId]);
    const messages = [...this.messages.values()].filter(
      (one) => one.createdAt >= since || one.groupIds.some((id) => ids.has(id)),
    );
    const revision = { connection, shared: this.revision, own: 0, nextNumber: this.nextNumber };
    const looks = [...this.looks.values()].filter(({ groupId: of }) => of === '' || ids.has(of));
    return { revision, groups: wanted, messages, held, looks };
  }

  commit(change: WatchChange): 'committed' | 'conflict' | 'repeated' {
    if (change.run && this.runs.has(change.run.id)) return 'repeated';
    if (change.revision.shared !== this.revision) return 'conflict';
    this.revision += 1;
    if (change.run) this.runs.add(change.run.id);
    if (change.nextNumber !== null) this.nextNumber = change.nextNumber;
    if (change.connection) this.connections.set(change.connection.connection, change.connection);
    for (const incident of change.incidents) this.incidents.set(incident.reference, incident);
    for (const group of change.groups) this.groups.set(group.id, group);
    for (const member of change.joined) this.#join(member);
    for (const { reference, tenantId, leftAt, outcome } of change.left)
      this.#leave(reference, tenantId, leftAt, outcome);
    for (const track of change.tracks) this.tracks.set(`${track.connection} ${track.subject} ${track.cause}`, track);
    for (const { connection, subject, cause } of change.tracksRemoved)
      this.tracks.delete(`${connection} ${subject} ${cause}`);
    const connection = change.run?.connection ?? change.connection?.connection ?? '';
    for (const tenant of change.tenants) this.tenants.set(`${connection} ${tenant.tenantId}`, tenant);
    if (change.recheck) this.rechecks.set(change.recheck.connection, change.recheck);
    for (const message of change.messages) this.messages.set(message.id, message);
    for (const { messageId, at } of change.notified) {
      const message = this.messages.get(messageId);
      if (message) this.messages.set(messageId, { ...message, notifiedAt: at });
    }
    for (const item of change.held) this.held.set(item.id, item);
    for (const id of change.heldRemoved) this.held.delete(id);
    for (const look of change.looks) {
      if (look.mark === '') this.looks.delete(`${look.place} ${look.groupId}`);
      else this.looks.set(`${look.place} ${look.groupId}`, look);
    }
    this.write(change.outbox);
    this.#checkConstraints();
    return 'committed';
  }

  write(entries: readonly NewOutboxEntry[]): void {
    for (const entry of entries) {
      if (entry.key.length > 25) throw new Error('a key is too long');
      if (this.outbox.some((row) => row.id === entry.id || (row.place === entry.place && row.key === entry.key)))
        throw new Error('a delivery was written twice');
      const row = this.outbox.length + 1;
      const fresh = { attempts: 0, refusals: 0, maybeSentAt: null, state: 'waiting', problem: null } as const;
      this.outbox.push({ ...entry, row, ...fresh });
    }
  }

  facts(id: string): GroupFacts | undefined {
    const group = this.groups.get(id);
    if (!group) return undefined;
    const all = [...this.incidents.values()].filter((incident) => incident.groupId === id);
    const incidents = all.toSorted((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null));
    const references = new Set(all.map((incident) => incident.reference));
    const stays = this.stays.filter((stay) => references.has(stay.reference));
    const here = stays.filter((stay) => stay.leftAt === null);
    const names = (group.closedAt === null ? here : stays).toSorted(
      (a, b) => a.joinedAt - b.joinedAt || a.tenantId.localeCompare(b.tenantId),
    );
    const newest = Math.max(0, ...stays.map((stay) => stay.joinedAt));
    return {
      group,
      incidents: incidents.slice(0, 5),
      openTenants: here.length,
      everTenants: new Set(stays.map((stay) => stay.tenantId)).size,
      names: names.slice(0, 5),
      lastJoined:
        newest > group.openedAt ? { at: newest, count: stays.filter((stay) => stay.joinedAt === newest).length } : null,
      listed: [...this.tenants].filter(
        ([key, tenant]) => key.startsWith(`${group.connection} `) && tenant.goneAt === null,
      ).length,
      likely: false,
    };
  }

  roster(id: string): GroupRoster {
    const incidents = [...this.incidents.values()].filter((incident) => incident.groupId === id);
    const references = new Set(incidents.map((incident) => incident.reference));
    const stays = this.stays.filter((stay) => references.has(stay.reference));
    return {
      incidents,
      stays: stays.toSorted((a, b) => a.joinedAt - b.joinedAt || a.tenantId.localeCompare(b.tenantId)),
    };
  }

  #join(member: IncidentMember): void {
    const there = this.stays.some(
      (one) => one.reference === member.reference && one.tenantId === member.tenantId && one.leftAt === null,
    );
    if (there) throw new Error('a tenant joined an incident twice');
    this.stays.push({ ...member, leftAt: null, outcome: null });
  }

  #leave(reference: string, tenantId: string, leftAt: number, outcome: Outcome): void {
    const stay = this.stays.find(
      (one) => one.reference === reference && one.tenantId === tenantId && one.leftAt === null,
    );
    if (!stay) throw new Error('a tenant left an incident that it is not in');
    stay.leftAt = leftAt;
    stay.outcome = outcome;
  }

  #checkConstraints(): void {
    const open = [...this.incidents.values()].filter((incident) => incident.closedAt === null);
    if (new Set(open.map((incident) => incident.key)).size !== open.length)
      throw new Error('two open incidents have one key');
    for (const group of this.groups.values()) {
      const count = open.filter((incident) => incident.groupId === group.id).length;
      if (count !== group.open || (count === 0) !== (group.closedAt !== null))
        throw new Error('a group miscounts its incidents');
    }
    for (const { reference, members, closedAt } of this.incidents.values()) {
      const count = this.stays.filter((stay) => stay.reference === reference && stay.leftAt === null).length;
      if (count !== members) throw new Error('an incident miscounts its tenants');
      if (closedAt !== null && count > 0) throw new Error('a closed incident has tenants');
    }
  }
}
