import type { Kysely } from 'kysely';
import type { SealedSecret, SecretStore } from '../../../core/credentials/secret-store.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

const KEY_CHECK = 'master-key.check';

export class SqliteSecretStore implements SecretStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async read(name: string): Promise<SealedSecret | undefined> {
    const row = await this.#db.selectFrom('secrets').selectAll().where('name', '=', name).executeTakeFirst();
    return row && { sealed: row.sealed, fingerprint: row.fingerprint, updatedAt: row.updated_at };
  }

  async keep(name: string, { sealed, fingerprint, updatedAt }: SealedSecret): Promise<void> {
    const row = { name, sealed, fingerprint, updated_at: updatedAt };
    await this.#db.transaction().execute((trx) => upsert(trx, 'secrets', ['name'], [row]));
  }

  async remove(name: string): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('secrets').where('name', '=', name).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  async keyCheck(): Promise<string | undefined> {
    const row = await this.#db.selectFrom('settings').select('value').where('name', '=', KEY_CHECK).executeTakeFirst();
    return row?.value;
  }

  async keepKeyCheck(value: string): Promise<void> {
    await this.#db.transaction().execute((trx) => upsert(trx, 'settings', ['name'], [{ name: KEY_CHECK, value }]));
  }

  async any(): Promise<boolean> {
    return (await this.#db.selectFrom('secrets').select('name').limit(1).executeTakeFirst()) !== undefined;
  }
}
