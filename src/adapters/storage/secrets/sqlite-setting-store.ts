import type { Kysely } from 'kysely';
import type { SettingStore } from '../../../core/credentials/setting-store.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** Small texts by name. */
export class SqliteSettingStore implements SettingStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async read(name: string): Promise<string | undefined> {
    const row = await this.#db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value;
  }

  async keep(name: string, value: string): Promise<void> {
    await upsert(this.#db, 'settings', ['name'], [{ name, value }]);
  }
}
