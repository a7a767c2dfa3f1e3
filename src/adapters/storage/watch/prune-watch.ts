import { sql } from 'kysely';
import { deletion, type PruneStep } from '../engine/prune.ts';

export interface WatchLimits {
  now: number;
  /** Incidents that ended before go, with who was in them and what was told of them. */
  historyBefore: number;
  /** Deliveries given up before are forgotten. */
  auditBefore: number;
}

/** What is too old of the watch. What is open, or waits to be delivered, is never deleted. */
export function watchSteps({ now, historyBefore, auditBefore }: WatchLimits): PruneStep[] {
  const oldest = sql`from incidents where closed_at < ${historyBefore} order by closed_at limit 200`;
  return [
    deletion(
      'incident_members',
      'reference, tenant_id, joined_at',
      1000,
      sql`reference in (select reference ${oldest})`,
    ),
    deletion(
      'incidents',
      'id',
      200,
      sql`id in (select id ${oldest})
        and not exists (select 1 from incident_members where reference = incidents.reference)`,
    ),
    deletion(
      'incident_groups',
      'id',
      200,
      sql`closed_at < ${historyBefore}
        and not exists (select 1 from incidents where group_id = incident_groups.id)
        and not exists (select 1 from held_alerts where group_id = incident_groups.id)`,
    ),
    deletion(
      'place_looks',
      'place, group_id',
      1000,
      sql`group_id <> '' and not exists (select 1 from incident_groups where id = group_id and closed_at is null)`,
    ),
    deletion(
      'alert_messages',
      'id',
      200,
      sql`created_at < ${historyBefore}
        and not exists (
          select 1 from alert_message_groups join incident_groups on incident_groups.id = group_id
          where message_id = alert_messages.id)
        and not exists (
          select 1 from outbox where place = alert_messages.place and order_key = alert_messages.id)`,
    ),
    deletion('watch_runs', 'run_id', 500, sql`at < ${historyBefore} order by at`),
    deletion('maintenance_windows', 'id', 500, sql`to_at < ${historyBefore}`),
    deletion('given_up_deliveries', 'id', 500, sql`at < ${auditBefore} order by at`),
    deletion('received_activities', 'key', 1000, sql`keep_until <= ${now} order by keep_until`),
  ];
}
