import { sql } from 'kysely';
import { deletion, type PruneStep } from '../engine/prune.ts';

/** Runs and stretches that ended. The newest verdict of a check stays, and so does each connection's last whole sweep. */
export function runSteps(before: number): PruneStep[] {
  const lastWhole = sql`
    select id from runs as last
    where connection = runs.connection and kind = 'testtokens' and scope = 'all' and status = 'completed'
    order by finished_at desc, id desc limit 1`;
  return [
    deletion('check_states', 'id', 500, sql`until_at < ${before} order by until_at`),
    deletion('runs', 'id', 500, sql`started_at < ${before} and id <> coalesce((${lastWhole}), '') order by started_at`),
  ];
}
