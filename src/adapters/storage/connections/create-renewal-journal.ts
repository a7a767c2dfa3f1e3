import type { Selectable } from 'kysely';
import type { RenewalEntry, RenewalJournal } from '../../../core/credentials/renewal-journal.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import { isAlive, isSameProcess, type ProcessIdentity } from '../engine/process-identity.ts';
import type { Db, Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** So long a sign-in may take. */
const LONGEST_MS = 1_800_000;

type RenewalRow = Selectable<Schema['renewals']>;

export function createRenewalJournal(
  db: Db,
  clock: Clock,
  { host, pid, processStart }: ProcessIdentity,
): RenewalJournal {
  const self = { host, pid, processStart };
  /** Of another host nothing is known: its renewal counts as long as a sign-in may take. */
  const lives = (owner: RenewalRow): boolean => {
    if (owner.host !== host) return clock.now() - owner.startedAt < LONGEST_MS;
    return isSameProcess(owner, self) || isAlive(owner);
  };
  return {
    begin: ({ by, step = 'signing-in', ...entry }) =>
      db.transaction().execute(async (trx) => {
        const known = trx.selectFrom('renewals').selectAll().where('connection', '=', entry.connection);
        const found = await known.executeTakeFirst();
        if (found && lives(found)) return { busy: toEntry(found) };
        const row = { ...entry, step, begunBy: by, ...self };
        await upsert(trx, 'renewals', ['connection'], [row]);
        return { interrupted: found ? toEntry(found) : null };
      }),
    step: async (connection, id, step) => {
      const own = db.updateTable('renewals').where('connection', '=', connection).where('id', '=', id);
      await own.set({ step }).execute();
    },
    end: async (connection, id) => {
      await db.deleteFrom('renewals').where('connection', '=', connection).where('id', '=', id).execute();
    },
    interrupted: async () => {
      const rows = await db.selectFrom('renewals').selectAll().execute();
      return rows.filter((row) => !lives(row)).map(toEntry);
    },
  };
}

function toEntry({ id, connection, step, begunBy: by, startedAt }: RenewalRow): RenewalEntry {
  return { id, connection, step, by, startedAt };
}
