import type { Kysely } from 'kysely';
import type { AccessStore } from '../../../core/chat/access/access-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** Reads the whole book each time, so that what another process granted or revoked counts at once. */
export function createAccessStore(db: Kysely<Schema>): AccessStore {
  return {
    read: async () => ({
      grants: await db.selectFrom('grants').selectAll().orderBy('subject').execute(),
      channels: await db.selectFrom('boundChannels').selectAll().orderBy('place').execute(),
    }),
    grant: (grant) => upsert(db, 'grants', ['subject'], [grant]),
    revoke: (subject) => deleteSome(db.deleteFrom('grants').where('subject', '=', subject)),
    bind: (channel) => upsert(db, 'boundChannels', ['place'], [channel]),
    unbind: (place) => deleteSome(db.deleteFrom('boundChannels').where('place', '=', place)),
  };
}
