import { type CompiledQuery, sql } from 'kysely';
import type {
  AccessBook,
  AccessStore,
  BoundChannel,
  Grant,
  GrantedRole,
} from '../../../core/chat/access/access-store.ts';
import type { TagRevision } from '../../../core/model/tenants/tag-store.ts';
import { deleteSome } from '../engine/delete-some.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** Reads the whole book each time, so that what another process granted or revoked counts at once. */
export function createAccessStore(db: Db): AccessStore {
  const book = compileBook(db);
  return {
    read: async () => toBook((await db.executeQuery(book)).rows),
    grant: ({ tag, ...grant }) =>
      tag === undefined
        ? upsert(db, 'grants', ['subject'], [grant])
        : upsert(db, 'tagGrants', ['subject', 'tag'], [{ ...grant, tag }]),
    revoke: async (subject, tag) => {
      const ofTags = (at: Db) => at.deleteFrom('tagGrants').where('subject', '=', subject);
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

type Kind = GrantedRole | 'channel' | 'revision';

/** One statement, since every call waits for it, and compiled once: that takes longer than to read. */
function compileBook(db: Db) {
  const [none, zero] = [sql.lit(''), sql.lit(0)];
  const granted = ['subject as name', 'grantedAt as at', 'grantedBy as by', sql<Kind>`role`.as('kind')] as const;
  return db
    .selectFrom('tagGrants')
    .select([...granted, 'tag', zero.as('causes')])
    .unionAll(db.selectFrom('grants').select([...granted, none.as('tag'), zero.as('causes')]))
    .unionAll(
      db
        .selectFrom('boundChannels')
        .select(['place as name', 'boundAt as at', 'boundBy as by', sql.lit<Kind>('channel').as('kind')])
        .select([none.as('tag'), zero.as('causes')]),
    )
    .unionAll(
      db
        .selectFrom('tagRevisions')
        .select(['connection as name', 'tenants as at', none.as('by'), sql.lit<Kind>('revision').as('kind')])
        .select([none.as('tag'), 'causes']),
    )
    .orderBy('name')
    .orderBy('tag')
    .compile();
}

type BookRow = ReturnType<typeof compileBook> extends CompiledQuery<infer Row> ? Row : never;

function toBook(rows: readonly BookRow[]): AccessBook {
  const grants: Grant[] = [];
  const channels: BoundChannel[] = [];
  const tagRevisions = new Map<string, TagRevision>();
  for (const { kind, name, tag, at, by, causes } of rows) {
    if (kind === 'revision') tagRevisions.set(name, { tenants: at, causes });
    else if (kind === 'channel') channels.push({ place: name, boundAt: at, boundBy: by });
    else grants.push({ subject: name, role: kind, ...(tag !== '' && { tag }), grantedAt: at, grantedBy: by });
  }
  return { grants, channels, tagRevisions };
}
