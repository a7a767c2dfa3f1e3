import type { SettingStore } from '../../../core/credentials/setting-store.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export function createSettingStore(db: Db): SettingStore {
  return {
    read: async (name) =>
      (await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst())?.value,
    keep: (name, value) => upsert(db, 'settings', ['name'], [{ name, value }]),
  };
}
