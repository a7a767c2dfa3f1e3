import { sql } from 'kysely';
import type { PruneStep } from '../engine/prune.ts';

export function auditSteps(before: number): PruneStep[] {
  const old = sql`select id from audit_log where at < ${before}`;
  const statement = (limit: number) => sql`delete from audit_log where id in (${old} order by at limit ${limit})`;
  return [{ limit: 1000, statement }];
}
