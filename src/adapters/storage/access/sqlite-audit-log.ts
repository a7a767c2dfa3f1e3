import { type Kysely, sql } from 'kysely';
import type { AuditLog } from '../../../core/chat/access/audit-log.ts';
import type { PruneStep } from '../engine/prune.ts';
import type { Schema } from '../engine/schema.ts';

export function createAuditLog(db: Kysely<Schema>): AuditLog {
  return {
    record: async (entry) => void (await db.insertInto('auditLog').values(entry).execute()),
    latest: async (limit) => {
      const newest = db.selectFrom('auditLog').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
      return (await newest.execute()).map(({ id: _, ...entry }) => entry);
    },
  };
}

export function auditSteps(before: number): PruneStep[] {
  const old = sql`select id from audit_log where at < ${before}`;
  const statement = (limit: number) => sql`delete from audit_log where id in (${old} order by at limit ${limit})`;
  return [{ limit: 1000, statement }];
}
