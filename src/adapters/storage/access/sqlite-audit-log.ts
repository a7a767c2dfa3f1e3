import type { Kysely } from 'kysely';
import type { AuditEntry, AuditLog } from '../../../core/chat/access/audit-log.ts';
import type { Schema } from '../engine/schema.ts';

export class SqliteAuditLog implements AuditLog {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async record({
    personId,
    personName,
    at,
    platform,
    place,
    action,
    target,
    outcome,
    reason,
  }: AuditEntry): Promise<void> {
    const what = { action, target, outcome, reason };
    await this.#db.transaction().execute((trx) =>
      trx
        .insertInto('audit_log')
        .values({ at, platform, person_id: personId, person_name: personName, place, ...what })
        .execute(),
    );
  }

  async latest(limit: number): Promise<AuditEntry[]> {
    const rows = await this.#db
      .selectFrom('audit_log')
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id: _, person_id, person_name, ...rest }) => ({
      ...rest,
      personId: person_id,
      personName: person_name,
    }));
  }
}
