import type { Kysely } from 'kysely';
import type {
  AcceptedFailure,
  AcceptedStore,
  MaintenanceWindow,
} from '../../../core/diagnosis/report/accepted-store.ts';
import type { CheckId } from '../../../core/model/checks/check.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export class SqliteAcceptedStore implements AcceptedStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async accepted(connection: string): Promise<AcceptedFailure[]> {
    const rows = await this.#db
      .selectFrom('accepted_failures')
      .selectAll()
      .where('connection', '=', connection)
      .orderBy('accepted_at')
      .orderBy('tenant_id')
      .orderBy('check_id')
      .execute();
    return rows.map((row) => ({
      connection: row.connection,
      tenantId: row.tenant_id,
      checkId: row.check_id === '' ? null : row.check_id,
      reason: row.reason,
      acceptedAt: row.accepted_at,
      acceptedBy: row.accepted_by,
      until: row.until_at,
    }));
  }

  async accept(failure: AcceptedFailure): Promise<void> {
    const { connection, tenantId, checkId, reason, acceptedAt, acceptedBy, until } = failure;
    const row = { connection, tenant_id: tenantId, check_id: checkId ?? ('' as const), reason };
    await this.#db
      .transaction()
      .execute((trx) =>
        upsert(
          trx,
          'accepted_failures',
          ['connection', 'tenant_id', 'check_id'],
          [{ ...row, accepted_at: acceptedAt, accepted_by: acceptedBy, until_at: until }],
        ),
      );
  }

  async withdraw(connection: string, tenantId: string, checkId: CheckId | null): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('accepted_failures')
        .where('connection', '=', connection)
        .where('tenant_id', '=', tenantId)
        .where('check_id', '=', checkId ?? '')
        .executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  async windows(connection: string, now: number): Promise<MaintenanceWindow[]> {
    const rows = await this.#db
      .selectFrom('maintenance_windows')
      .selectAll()
      .where('connection', '=', connection)
      .where('to_at', '>', now)
      .orderBy('from_at')
      .orderBy('id')
      .execute();
    return rows.map(({ id, connection, tenant_id, from_at, to_at, reason, created_by }) => ({
      id,
      connection,
      tenantId: tenant_id,
      from: from_at,
      to: to_at,
      reason,
      createdBy: created_by,
    }));
  }

  async putWindow({ id, connection, tenantId, from, to, reason, createdBy }: MaintenanceWindow): Promise<void> {
    const row = { id, connection, tenant_id: tenantId, from_at: from, to_at: to, reason, created_by: createdBy };
    await this.#db.transaction().execute((trx) => upsert(trx, 'maintenance_windows', ['id'], [row]));
  }

  async removeWindow(id: string): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('maintenance_windows').where('id', '=', id).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }
}
