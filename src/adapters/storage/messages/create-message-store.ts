import type { KeptCall, MessageStore } from '../../../core/chat/calls/message-store.ts';
import { isAlive, isSameProcess, type ProcessIdentity } from '../engine/process-identity.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/**
 * Messages belong to the process that kept them. Of other hosts nothing can be known, so theirs are left alone, until
 * this process holds the file for itself (`aloneOnFile`): then all that are not its own are orphans.
 */
export function createMessageStore(
  db: Db,
  { host, pid, processStart }: ProcessIdentity,
  aloneOnFile: () => boolean,
): MessageStore {
  const self = { host, pid, processStart };
  const isGone = (owner: ProcessIdentity): boolean =>
    !isSameProcess(owner, self) && (aloneOnFile() || (owner.host === host && !isAlive(owner)));
  const released = new Set<string>();
  const keyOf = ({ runId, address }: KeptCall): string => `${runId} ${address}`;
  const messageOf = (at: Db, runId: string, address: string) =>
    at.deleteFrom('runMessages').where('runId', '=', runId).where('address', '=', address);
  return {
    keep: async (message, instead) => {
      const write = (at: Db) => upsert(at, 'runMessages', ['runId', 'address'], [{ ...message, ...self }]);
      released.delete(keyOf(message));
      if (!instead || keyOf(instead) === keyOf(message)) return await write(db);
      await db.transaction().execute(async (trx) => {
        await write(trx);
        await messageOf(trx, instead.runId, instead.address).execute();
      });
    },
    forget: async (runId, address) => {
      await messageOf(db, runId, address).execute();
      released.delete(keyOf({ runId, address }));
    },
    release: async (runId, address) => void released.add(keyOf({ runId, address })),
    orphans: async () => {
      // A run that others test goes on without its process, and its answer is still to come.
      const goesOn = db.selectFrom('spreadRuns').select('runId');
      const kept = db.selectFrom('runMessages').selectAll().where('runId', 'not in', goesOn);
      const rows = await kept.orderBy('startedAt').orderBy('runId').execute();
      return rows.flatMap(({ host, pid, processStart, ...message }) =>
        isGone({ host, pid, processStart }) || released.has(keyOf(message)) ? [message] : [],
      );
    },
  };
}
