import { sql } from 'kysely';
import type { ReferenceStore } from '../../../core/chat/calls/reference-store.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export function createReferenceStore(db: Db): ReferenceStore {
  const newest = db.selectFrom('conversations').select('reference').orderBy('kept', 'desc').limit(1);
  return {
    keep: (conversation) =>
      db.transaction().execute(async (trx) => {
        const last = await trx
          .selectFrom('conversations')
          .select((select) => select.fn.max<number | null>('kept').as('kept'))
          .executeTakeFirst();
        await upsert(trx, 'conversations', ['conversationId'], [{ ...conversation, kept: (last?.kept ?? 0) + 1 }]);
      }),
    find: async (id) => (await newest.where('conversationId', '=', id).executeTakeFirst())?.reference,
    personal: async (personId) => (await newest.where('personId', '=', personId).executeTakeFirst())?.reference,
    remove: async (id) => void (await db.deleteFrom('conversations').where('conversationId', '=', id).execute()),
    removeTeam: async (teamId) => void (await db.deleteFrom('conversations').where('teamId', '=', teamId).execute()),
    firstWelcome: async (conversationId) => {
      const { numAffectedRows } = await sql`
        update conversations set welcomed = 1
        where conversation_id = ${conversationId} and welcomed = 0`.execute(db);
      return numAffectedRows === 1n;
    },
  };
}
