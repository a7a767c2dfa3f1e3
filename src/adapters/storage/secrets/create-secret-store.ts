import type { Selectable } from 'kysely';
import type { NamedSecret, SealedSecret, SecretStore } from '../../../core/credentials/secret-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Db, Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import { createSettingStore } from './create-setting-store.ts';

const KEY_CHECK = 'master-key.check';

export function createSecretStore(db: Db): SecretStore {
  const settings = createSettingStore(db);
  // In a transaction of its own: one that reseals all of them has to see each, and none may come back by it.
  const write = (secrets: readonly NamedSecret[]): Promise<void> =>
    db.transaction().execute((trx) => writeSecrets(trx, secrets));
  return {
    read: (name) => readSecret(db, name),
    keep: (name, secret) => write([{ name, secret }]),
    keepAll: write,
    keepIf: (name, secret, replaceable) =>
      db.transaction().execute(async (trx) => {
        const free = replaceable(await readSecret(trx, name));
        if (free) await writeSecrets(trx, [{ name, secret }]);
        return free;
      }),
    remove: (name) => db.transaction().execute((trx) => deleteSome(trx.deleteFrom('secrets').where('name', '=', name))),
    reseal: (seal, keyCheck) =>
      db.transaction().execute(async (trx) => {
        const rows = await trx.selectFrom('secrets').selectAll().execute();
        const sealed = rows.map((row) => ({ name: row.name, secret: seal(row.name, toSecret(row)) }));
        await writeSecrets(trx, sealed);
        await createSettingStore(trx).keep(KEY_CHECK, keyCheck);
        return rows.length;
      }),
    keyCheck: () => settings.read(KEY_CHECK),
    keepKeyCheck: (value) => settings.keep(KEY_CHECK, value),
    any: async () => (await db.selectFrom('secrets').select('name').limit(1).executeTakeFirst()) !== undefined,
  };
}

/** All of them or none. */
export async function writeSecrets(db: Db, secrets: readonly NamedSecret[]): Promise<void> {
  const rows = secrets.map(({ name, secret }) => ({ name, detail: null, ...secret }));
  await upsert(db, 'secrets', ['name'], rows);
}

async function readSecret(db: Db, name: string): Promise<SealedSecret | undefined> {
  const row = await db.selectFrom('secrets').selectAll().where('name', '=', name).executeTakeFirst();
  return row && toSecret(row);
}

function toSecret({ name: _, detail, ...secret }: Selectable<Schema['secrets']>): SealedSecret {
  return { ...secret, ...(detail === null ? {} : { detail }) };
}
