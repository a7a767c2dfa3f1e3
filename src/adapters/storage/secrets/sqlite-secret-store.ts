import type { Kysely, Selectable } from 'kysely';
import type { NamedSecret, SealedSecret, SecretStore } from '../../../core/credentials/secret-store.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

const KEY_CHECK = 'master-key.check';

export class SqliteSecretStore implements SecretStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  read(name: string): Promise<SealedSecret | undefined> {
    return readSecret(this.#db, name);
  }

  async keep(name: string, secret: SealedSecret): Promise<void> {
    await this.keepAll([{ name, secret }]);
  }

  async keepAll(secrets: readonly NamedSecret[]): Promise<void> {
    await this.#db.transaction().execute((trx) => upsert(trx, 'secrets', ['name'], secrets.map(toSecretRow)));
  }

  async keepIf(
    name: string,
    secret: SealedSecret,
    replaceable: (found: SealedSecret | undefined) => boolean,
  ): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      if (!replaceable(await readSecret(trx, name))) return false;
      await upsert(trx, 'secrets', ['name'], [toSecretRow({ name, secret })]);
      return true;
    });
  }

  async remove(name: string): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('secrets').where('name', '=', name).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  async reseal(seal: (name: string, secret: SealedSecret) => SealedSecret, keyCheck: string): Promise<number> {
    return await this.#db.transaction().execute(async (trx) => {
      const rows = await trx.selectFrom('secrets').selectAll().execute();
      const sealed = rows.map((row) => toSecretRow({ name: row.name, secret: seal(row.name, toSecret(row)) }));
      await upsert(trx, 'secrets', ['name'], sealed);
      await upsert(trx, 'settings', ['name'], [{ name: KEY_CHECK, value: keyCheck }]);
      return rows.length;
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

async function readSecret(db: Kysely<Schema>, name: string): Promise<SealedSecret | undefined> {
  const row = await db.selectFrom('secrets').selectAll().where('name', '=', name).executeTakeFirst();
  return row && toSecret(row);
}

function toSecret({ sealed, fingerprint, updated_at, detail }: Selectable<Schema['secrets']>): SealedSecret {
  return { sealed, fingerprint, updatedAt: updated_at, ...(detail === null ? {} : { detail }) };
}

/** As it lies in the table. */
export function toSecretRow({ name, secret }: NamedSecret): Selectable<Schema['secrets']> {
  const { sealed, fingerprint, updatedAt, detail = null } = secret;
  return { name, sealed, fingerprint, updated_at: updatedAt, detail };
}
