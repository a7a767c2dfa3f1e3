import type { Insertable, Selectable } from 'kysely';
import type { Incident, IncidentGroup, IncidentMember } from '../../../core/watch/incidents/incident.ts';
import { toFlag, toJsonOrNull } from '../engine/columns.ts';
import type { GroupRow, IncidentRow, MemberRow } from '../engine/watch-schema.ts';

export function toIncidentRow(incident: Incident): Insertable<IncidentRow> {
  const { reference, key, connection, cause, owner, severity, members, cycles, outcome } = incident;
  return {
    reference,
    key,
    group_id: incident.groupId,
    connection,
    cause,
    owner,
    severity,
    first_failed_at: incident.firstFailedAt,
    opened_at: incident.openedAt,
    partner_level: toFlag(incident.partnerLevel),
    members,
    ever_members: incident.everMembers,
    cycles,
    flapping: toFlag(incident.flapping),
    finding: toJsonOrNull(incident.finding),
    closed_at: incident.closedAt,
    outcome,
  };
}

export function toIncident(row: Selectable<IncidentRow>): Incident {
  const { reference, key, connection, cause, owner, severity, members, cycles, outcome } = row;
  return {
    reference,
    key,
    groupId: row.group_id,
    connection,
    cause,
    owner,
    severity,
    firstFailedAt: row.first_failed_at,
    openedAt: row.opened_at,
    partnerLevel: row.partner_level === 1,
    members,
    everMembers: row.ever_members,
    cycles,
    flapping: row.flapping === 1,
    finding: row.finding === null ? null : JSON.parse(row.finding),
    closedAt: row.closed_at,
    outcome,
  };
}

export function toGroupRow(group: IncidentGroup): Insertable<GroupRow> {
  const { id, connection, cause, owner, source, severity, open } = group;
  return {
    id,
    connection,
    cause,
    owner,
    source,
    severity,
    partner_level: toFlag(group.partnerLevel),
    first_failed_at: group.firstFailedAt,
    opened_at: group.openedAt,
    closed_at: group.closedAt,
    open,
    acknowledged: toJsonOrNull(group.acknowledged),
    snoozed: toJsonOrNull(group.snoozed),
  };
}

export function toGroup(row: Selectable<GroupRow>): IncidentGroup {
  const { id, connection, cause, owner, source, severity, open } = row;
  return {
    id,
    connection,
    cause,
    owner,
    source,
    severity,
    partnerLevel: row.partner_level === 1,
    firstFailedAt: row.first_failed_at,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    open,
    acknowledged: row.acknowledged === null ? null : JSON.parse(row.acknowledged),
    snoozed: row.snoozed === null ? null : JSON.parse(row.snoozed),
  };
}

/** Of a stay that begins. */
export function toMemberRow(member: IncidentMember): MemberRow {
  return {
    reference: member.reference,
    tenant_id: member.tenantId,
    joined_at: member.joinedAt,
    display_name: member.displayName,
    default_domain_name: member.defaultDomainName,
    left_at: null,
    outcome: null,
  };
}
