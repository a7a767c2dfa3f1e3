import { sql } from 'kysely';
import type { PruneStep } from '../engine/prune.ts';

export function reportSteps(before: number): PruneStep[] {
  const old = sql`select id from run_reports where kept_at < ${before}`;
  return [
    {
      limit: 40,
      statement: (limit) => sql`
        delete from run_report_parts where (report_id, part) in
          (select report_id, part from run_report_parts where report_id in (${old}) limit ${limit})`,
    },
    {
      limit: 200,
      statement: (limit) => sql`
        delete from run_reports where id in (
          ${old} and not exists (select 1 from run_report_parts where report_id = run_reports.id) limit ${limit})`,
    },
  ];
}
