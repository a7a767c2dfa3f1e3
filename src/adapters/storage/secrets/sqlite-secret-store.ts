import type { Kysely } from 'kysely';
import type { SealedSecret, SecretStore } from '../../../core/credentials/secret-store.ts';
import type { Schema } from '../engine/schema.ts';

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
    const row = { sealed, fingerprint, updated_at: updatedAt };
    await this.#db.transaction().execute((trx) =>
      trx
        .insertInto('secrets')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute(),
    );
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
    await this.#db.transaction().execute((trx) =>
      trx
        .insertInto('settings')
        .values({ name: KEY_CHECK, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute(),
    );
  }

  async any(): Promise<boolean> {
    return (await this.#db.selectFrom('secrets').select('name').limit(1).executeTakeFirst()) !== undefined;
  }
}
