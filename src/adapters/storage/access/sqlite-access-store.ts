import type { Kysely } from 'kysely';
import type { AccessBook, AccessStore, BoundChannel, Grant } from '../../../core/chat/access/access-store.ts';
import type { Subject } from '../../../core/chat/access/subject.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** Reads the whole book each time, so that what another process granted or revoked counts at once. */
export class SqliteAccessStore implements AccessStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async read(): Promise<AccessBook> {
    const grants = await this.#db.selectFrom('grants').selectAll().orderBy('subject').execute();
    const channels = await this.#db.selectFrom('bound_channels').selectAll().orderBy('place').execute();
    return {
      grants: grants.map(({ subject, role, granted_at, granted_by }) => ({
        subject,
        role,
        grantedAt: granted_at,
        grantedBy: granted_by,
      })),
      channels: channels.map(({ place, bound_at, bound_by }) => ({ place, boundAt: bound_at, boundBy: bound_by })),
    };
  }

  async grant({ subject, role, grantedAt, grantedBy }: Grant): Promise<void> {
    const row = { subject, role, granted_at: grantedAt, granted_by: grantedBy };
    await this.#db.transaction().execute((trx) => upsert(trx, 'grants', ['subject'], [row]));
  }

  async revoke(subject: Subject): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('grants').where('subject', '=', subject).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  async bind({ place, boundAt, boundBy }: BoundChannel): Promise<void> {
    const row = { place, bound_at: boundAt, bound_by: boundBy };
    await this.#db.transaction().execute((trx) => upsert(trx, 'bound_channels', ['place'], [row]));
  }

  async unbind(place: string): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('bound_channels').where('place', '=', place).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }
}
