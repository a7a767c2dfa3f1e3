import type { Recheck } from '../../../core/watch/incidents/recheck.ts';
import type { Track } from '../../../core/watch/incidents/track.ts';
import type { TrackRow, WatchSchema } from '../engine/watch-schema.ts';

export function toTrackRow(track: Track): TrackRow {
  const { connection, subject, cause, incident } = track;
  return {
    connection,
    subject,
    cause,
    display_name: track.displayName,
    default_domain_name: track.defaultDomainName,
    checks: JSON.stringify(track.checks),
    first_failed_at: track.firstFailedAt,
    passing_since: track.passingSince,
    incident,
  };
}

export function toTrack(row: TrackRow): Track {
  const { connection, subject, cause, incident } = row;
  return {
    connection,
    subject,
    cause,
    displayName: row.display_name,
    defaultDomainName: row.default_domain_name,
    checks: JSON.parse(row.checks),
    firstFailedAt: row.first_failed_at,
    passingSince: row.passing_since,
    incident,
  };
}

export function toRecheckRow(recheck: Recheck): WatchSchema['rechecks'] {
  const { connection, targets, partnerTenantId, notBefore } = recheck;
  return {
    connection,
    targets: JSON.stringify(targets),
    partner_tenant_id: partnerTenantId,
    not_before: notBefore,
  };
}

export function toRecheck(row: WatchSchema['rechecks']): Recheck {
  return {
    connection: row.connection,
    targets: JSON.parse(row.targets),
    partnerTenantId: row.partner_tenant_id,
    notBefore: row.not_before,
  };
}
