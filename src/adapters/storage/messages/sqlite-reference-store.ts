import { type Kysely, sql } from 'kysely';
import type { KeptConversation, ReferenceStore } from '../../../core/chat/calls/reference-store.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export class SqliteReferenceStore implements ReferenceStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async keep({ conversationId, teamId, personId, reference }: KeptConversation): Promise<void> {
    const row = { team_id: teamId, person_id: personId, reference };
    await this.#db.transaction().execute(async (trx) => {
      const last = await trx
        .selectFrom('conversations')
        .select((select) => select.fn.max<number | null>('kept').as('kept'))
        .executeTakeFirst();
      const kept = (last?.kept ?? 0) + 1;
      await upsert(trx, 'conversations', ['conversation_id'], [{ conversation_id: conversationId, ...row, kept }]);
    });
  }

  async find(conversationId: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('conversations')
      .select('reference')
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst();
    return row?.reference;
  }

  async personal(personId: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('conversations')
      .select('reference')
      .where('person_id', '=', personId)
      .orderBy('kept', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.reference;
  }

  async remove(conversationId: string): Promise<void> {
    await this.#db
      .transaction()
      .execute((trx) => trx.deleteFrom('conversations').where('conversation_id', '=', conversationId).execute());
  }

  async removeTeam(teamId: string): Promise<void> {
    await this.#db
      .transaction()
      .execute((trx) => trx.deleteFrom('conversations').where('team_id', '=', teamId).execute());
  }

  async firstWelcome(conversationId: string): Promise<boolean> {
    return await this.#db.transaction().execute(async (trx) => {
      const { numAffectedRows } = await sql`
        update conversations set welcomed = 1 where conversation_id = ${conversationId} and welcomed = 0`.execute(trx);
      return numAffectedRows === 1n;
    });
  }
}
