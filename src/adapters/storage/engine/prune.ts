import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { watchSteps } from '../watch/prune-watch.ts';
import type { PruneStep } from './prune-step.ts';
import type { Schema } from './schema.ts';

export interface PruneOptions {
  /** Milliseconds since the epoch. */
  now: number;
  /** How long whole reports are kept, for the buttons of old cards. */
  reportDays: number;
  auditDays: number;
  /** How long runs, what changed, and incidents that ended are kept. */
  historyDays: number;
}

const DAY_MS = 86_400_000;

/**
 * Deletes what is too old, some of each kind, in transactions of a few milliseconds. Returns whether more is left.
 * What lasts is never deleted, and of each connection the last run to compare with stays.
 */
export async function prune(db: Kysely<Schema>, options: PruneOptions): Promise<boolean> {
  const { now, reportDays, auditDays, historyDays } = options;
  let more = false;
  for (const { limit, statement } of [
    ...reports(now - reportDays * DAY_MS),
    ...audit(now - auditDays * DAY_MS),
    ...history(now - historyDays * DAY_MS),
    ...watchSteps({ now, historyBefore: now - historyDays * DAY_MS, auditBefore: now - auditDays * DAY_MS }),
  ]) {
    const deleted = await db.transaction().execute((trx) => statement(limit).execute(trx));
    if (Number(deleted.numAffectedRows ?? 0) >= limit) more = true;
    await setImmediate();
  }
  return more;
}

function reports(before: number): PruneStep[] {
  const old = sql`select id from run_reports where kept_at < ${before}`;
  return [
    {
      limit: 40,
      statement: (limit) => sql`
        delete from run_report_parts where rowid in
          (select rowid from run_report_parts where report_id in (${old}) limit ${limit})`,
    },
    {
      limit: 200,
      statement: (limit) => sql`
        delete from run_reports where id in (
          ${old} and not exists (select 1 from run_report_parts where report_id = run_reports.id) limit ${limit})`,
    },
  ];
}

function audit(before: number): PruneStep[] {
  const old = sql`select id from audit_log where at < ${before}`;
  const statement = (limit: number) => sql`delete from audit_log where id in (${old} order by at limit ${limit})`;
  return [{ limit: 1000, statement }];
}

function history(before: number): PruneStep[] {
  const lastToCompare = sql`
    select id from runs as last
    where connection = runs.connection and kind = 'testtokens' and scope = 'all' and status = 'completed'
    order by finished_at desc, id desc limit 1`;
  return [
    {
      limit: 500,
      statement: (limit) => sql`
        delete from check_states where id in
          (select id from check_states where until_at < ${before} order by until_at limit ${limit})`,
    },
    {
      limit: 500,
      statement: (limit) => sql`
        delete from runs where id in (
          select id from runs where started_at < ${before} and id is not (${lastToCompare})
          order by started_at limit ${limit})`,
    },
    // First out of reach, so that no run that finishes meanwhile takes a set whose members are going.
    {
      limit: 100,
      statement: (limit) => sql`
        update tenant_sets set digest = null where id in (
          select id from tenant_sets where digest is not null
            and not exists (select 1 from runs where tenant_set = tenant_sets.id) limit ${limit})`,
    },
    {
      limit: 1000,
      statement: (limit) => sql`
        delete from tenant_set_members where (tenant_id, set_id) in (
          select tenant_id, set_id from tenant_set_members
          where set_id in (select id from tenant_sets where digest is null) limit ${limit})`,
    },
    {
      limit: 100,
      statement: (limit) => sql`
        delete from tenant_sets where id in (
          select id from tenant_sets where digest is null
            and not exists (select 1 from tenant_set_members where set_id = tenant_sets.id) limit ${limit})`,
    },
  ];
}
