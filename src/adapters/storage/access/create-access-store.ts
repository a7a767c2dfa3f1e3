import type { Kysely } from 'kysely';
import type { AccessStore } from '../../../core/chat/access/access-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** Reads the whole book each time, so that what another process granted or revoked counts at once. */
export function createAccessStore(db: Kysely<Schema>): AccessStore {
  return {
    read: async () => ({
      grants: [
        ...(await db.selectFrom('grants').selectAll().orderBy('subject').execute()),
        ...(await db.selectFrom('tagGrants').selectAll().orderBy('subject').orderBy('tag').execute()),
      ],
      channels: await db.selectFrom('boundChannels').selectAll().orderBy('place').execute(),
    }),
    grant: ({ tag, ...grant }) =>
      tag === undefined
        ? upsert(db, 'grants', ['subject'], [grant])
        : upsert(db, 'tagGrants', ['subject', 'tag'], [{ ...grant, tag }]),
    revoke: async (subject, tag) => {
      const ofTags = (at: Kysely<Schema>) => at.deleteFrom('tagGrants').where('subject', '=', subject);
      if (tag !== undefined) return await deleteSome(ofTags(db).where('tag', '=', tag));
      return await db.transaction().execute(async (trx) => {
        const whole = await deleteSome(trx.deleteFrom('grants').where('subject', '=', subject));
        return (await deleteSome(ofTags(trx))) || whole;
      });
    },
    bind: (channel) => upsert(db, 'boundChannels', ['place'], [channel]),
    unbind: (place) => deleteSome(db.deleteFrom('boundChannels').where('place', '=', place)),
  };
}
