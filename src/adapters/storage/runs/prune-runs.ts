import { sql } from 'kysely';
import type { PruneStep } from '../engine/prune.ts';

/** Runs and stretches that ended. The newest verdict of a check stays, and so does each connection's last whole sweep. */
export function runSteps(before: number): PruneStep[] {
  const lastWhole = sql`
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
          select id from runs where started_at < ${before} and id <> coalesce((${lastWhole}), '')
          order by started_at limit ${limit})`,
    },
  ];
}
