import { sql } from 'kysely';
import type { PruneStep } from '../engine/prune.ts';

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
    {
      limit: 1000,
      statement: (limit) => sql`
        delete from incident_members where (reference, tenant_id, joined_at) in (
          select reference, tenant_id, joined_at from incident_members
          where reference in (select reference ${oldest}) limit ${limit})`,
    },
    {
      limit: 200,
      statement: () => sql`
        delete from incidents where id in (select id ${oldest})
          and not exists (select 1 from incident_members where reference = incidents.reference)`,
    },
    {
      limit: 200,
      statement: (limit) => sql`
        delete from incident_groups where id in (
          select id from incident_groups where closed_at < ${historyBefore}
            and not exists (select 1 from incidents where group_id = incident_groups.id)
            and not exists (select 1 from held_alerts where group_id = incident_groups.id) limit ${limit})`,
    },
    {
      limit: 1000,
      statement: (limit) => sql`
        delete from place_looks where (place, group_id) in (
          select place, group_id from place_looks
          where group_id <> ''
            and not exists (select 1 from incident_groups where id = group_id and closed_at is null) limit ${limit})`,
    },
    {
      limit: 200,
      statement: (limit) => sql`
        delete from alert_messages where id in (
          select id from alert_messages where created_at < ${historyBefore}
            and not exists (
              select 1 from alert_message_groups join incident_groups on incident_groups.id = group_id
              where message_id = alert_messages.id)
            and not exists (
              select 1 from outbox where place = alert_messages.place and order_key = alert_messages.id)
          limit ${limit})`,
    },
    {
      limit: 500,
      statement: (limit) => sql`
        delete from watch_runs where run_id in (
          select run_id from watch_runs where at < ${historyBefore} order by at limit ${limit})`,
    },
    {
      limit: 500,
      statement: (limit) => sql`
        delete from maintenance_windows where id in (
          select id from maintenance_windows where to_at < ${historyBefore} limit ${limit})`,
    },
    {
      limit: 500,
      statement: (limit) => sql`
        delete from given_up_deliveries where id in (
          select id from given_up_deliveries where at < ${auditBefore} order by at limit ${limit})`,
    },
    {
      limit: 1000,
      statement: (limit) => sql`
        delete from received_activities where key in (
          select key from received_activities where keep_until <= ${now} order by keep_until limit ${limit})`,
    },
  ];
}
