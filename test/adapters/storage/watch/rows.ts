import type { Incident, IncidentGroup, IncidentMember } from '../../../../src/core/watch/incidents/incident.ts';
import { toChange } from '../../../../src/core/watch/incidents/incident-plan.ts';
import type { IncidentStore, WatchChange } from '../../../../src/core/watch/incidents/incident-store.ts';
import type { Message } from '../../../../src/core/watch/incidents/message.ts';
import type { NewOutboxEntry } from '../../../../src/core/watch/incidents/outbox.ts';
import type { Track } from '../../../../src/core/watch/incidents/track.ts';
import type { Subscription } from '../../../../src/core/watch/notifications/subscription.ts';

export const PLACE = 'discord:channel:1';

export function incident(reference: string, rest: Partial<Incident> = {}): Incident {
  return {
    reference,
    key: `default mfa.required ${reference}`,
    groupId: reference,
    connection: 'default',
    cause: 'mfa.required',
    owner: 'partner',
    severity: 'failure',
    firstFailedAt: 900,
    openedAt: 1000,
    partnerLevel: false,
    members: 0,
    everMembers: 0,
    cycles: 1,
    flapping: false,
    finding: null,
    closedAt: null,
    outcome: null,
    mendedBy: null,
    ...rest,
  };
}

export function group(id: string, rest: Partial<IncidentGroup> = {}): IncidentGroup {
  return {
    id,
    connection: 'default',
    cause: 'mfa.required',
    owner: 'partner',
    source: 'sweep',
    severity: 'failure',
    partnerLevel: false,
    firstFailedAt: 900,
    openedAt: 1000,
    closedAt: null,
    open: 1,
    acknowledged: null,
    snoozed: null,
    ...rest,
  };
}

export function member(reference: string, tenantId: string, rest: Partial<IncidentMember> = {}): IncidentMember {
  const names = { displayName: `Name of ${tenantId}`, defaultDomainName: `${tenantId}.example` };
  return { reference, tenantId, ...names, joinedAt: 1000, ...rest };
}

export function track(subject: string, rest: Partial<Track> = {}): Track {
  return {
    connection: 'default',
    subject,
    cause: 'mfa.required',
    displayName: `Name of ${subject}`,
    defaultDomainName: `${subject}.example`,
    checks: { 'graph.token': { failures: 1, passes: 0, at: 900 } },
    firstFailedAt: 900,
    passingSince: null,
    incident: null,
    ...rest,
  };
}

export function message(id: string, groupIds: readonly string[], rest: Partial<Message> = {}): Message {
  return {
    id,
    place: PLACE,
    groupIds,
    digest: null,
    createdAt: 1000,
    notifiedAt: 1000,
    address: null,
    copies: [],
    ...rest,
  };
}

export function entry(id: string, rest: Partial<NewOutboxEntry> = {}): NewOutboxEntry {
  const content = { kind: 'test', by: 'Ada' } as const;
  const times = { notBefore: 1000, createdAt: 1000 };
  return { id, key: `key ${id}`, place: PLACE, orderKey: 'order', ...times, content, ...rest };
}

export function subscription(place = PLACE, rest: Partial<Subscription> = {}): Subscription {
  return {
    place,
    workspace: null,
    connections: [],
    causes: [],
    owners: [],
    minimumSeverity: 'notice',
    quietHours: null,
    remindAfterMs: null,
    createdAt: 1000,
    createdBy: 'Ada',
    broken: null,
    ...rest,
  };
}

/** An incident of tenants that opened, with its message and delivery. */
export function opening(reference: string, tenantIds: readonly string[]): Partial<WatchChange> {
  const count = tenantIds.length;
  const told = message(`message of ${reference}`, [reference]);
  const content = { kind: 'open', messageId: told.id } as const;
  return {
    incidents: [incident(reference, { members: count, everMembers: count })],
    groups: [group(reference)],
    joined: tenantIds.map((tenantId) => member(reference, tenantId)),
    tracks: tenantIds.map((tenantId) => track(tenantId, { incident: reference })),
    messages: [told],
    outbox: [entry(`open ${reference}`, { orderKey: told.id, content })],
  };
}

/** Commits rows upon the state as it is. */
export async function commit(store: IncidentStore, rows: Partial<WatchChange>): Promise<string> {
  const { revision } = await store.loadNotifications(0);
  return await store.commit(toChange({ revision }, rows));
}
