import type { Kysely } from 'kysely';
import type { MessageAddress } from '../../../core/cards/messenger.ts';
import type { MessageStore, RunMessage } from '../../../core/chat/calls/message-store.ts';
import { isAlive, isSameProcess, type ProcessIdentity } from '../engine/process-identity.ts';
import type { Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/**
 * Messages belong to the process that kept them. Of other hosts nothing can be known, so theirs are left alone, until
 * this process holds the file for itself (`aloneOnFile`): then all that are not its own are orphans.
 */
export class SqliteMessageStore implements MessageStore {
  readonly #db: Kysely<Schema>;
  readonly #self: ProcessIdentity;
  readonly #aloneOnFile: () => boolean;

  constructor(db: Kysely<Schema>, self: ProcessIdentity, aloneOnFile: () => boolean) {
    this.#db = db;
    this.#self = self;
    this.#aloneOnFile = aloneOnFile;
  }

  async keep(message: RunMessage, instead?: MessageAddress): Promise<void> {
    const { runId, address, platform, again, title, startedAt } = message;
    const { host, pid, start } = this.#self;
    const row = { platform, again, title, started_at: startedAt, host, pid, process_start: start };
    await this.#db.transaction().execute(async (trx) => {
      await upsert(trx, 'run_messages', ['run_id', 'address'], [{ run_id: runId, address, ...row }]);
      if (instead === undefined || instead === address) return;
      await trx.deleteFrom('run_messages').where('run_id', '=', runId).where('address', '=', instead).execute();
    });
  }

  async forget(runId: string, address: MessageAddress): Promise<void> {
    await this.#db
      .transaction()
      .execute((trx) =>
        trx.deleteFrom('run_messages').where('run_id', '=', runId).where('address', '=', address).execute(),
      );
  }

  async orphans(): Promise<RunMessage[]> {
    const rows = await this.#db
      .selectFrom('run_messages')
      .selectAll()
      .orderBy('started_at')
      .orderBy('run_id')
      .execute();
    return rows
      .filter(({ host, pid, process_start: start }) => this.#isGone({ host, pid, start }))
      .map(({ run_id, address, platform, again, title, started_at }) => ({
        runId: run_id,
        platform,
        address,
        again,
        title,
        startedAt: started_at,
      }));
  }

  #isGone(owner: ProcessIdentity): boolean {
    if (isSameProcess(owner, this.#self)) return false;
    return this.#aloneOnFile() || (owner.host === this.#self.host && !isAlive(owner));
  }
}
