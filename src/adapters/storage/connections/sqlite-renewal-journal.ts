import type { Kysely, Selectable } from 'kysely';
import type { RenewalEntry, RenewalJournal, RenewalStep } from '../../../core/credentials/renewal-journal.ts';
import { isAlive, isSameProcess, type ProcessIdentity } from '../engine/process-identity.ts';
import type { RenewalRow, Schema } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

export class SqliteRenewalJournal implements RenewalJournal {
  readonly #db: Kysely<Schema>;
  readonly #self: ProcessIdentity;

  constructor(db: Kysely<Schema>, self: ProcessIdentity) {
    this.#db = db;
    this.#self = self;
  }

  async begin(
    entry: Omit<RenewalEntry, 'step'>,
  ): Promise<{ busy: RenewalEntry } | { interrupted: RenewalEntry | null }> {
    const { host, pid, start } = this.#self;
    const { id, connection, by, startedAt } = entry;
    return await this.#db.transaction().execute(async (trx) => {
      const found = await trx
        .selectFrom('renewals')
        .selectAll()
        .where('connection', '=', connection)
        .executeTakeFirst();
      if (found && this.#lives(found)) return { busy: toEntry(found) };
      const row = { connection, id, step: 'signing-in', begun_by: by, started_at: startedAt } as const;
      await upsert(trx, 'renewals', ['connection'], [{ ...row, host, pid, process_start: start }]);
      return { interrupted: found ? toEntry(found) : null };
    });
  }

  async step(connection: string, id: string, step: RenewalStep): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await trx
        .updateTable('renewals')
        .set({ step })
        .where('connection', '=', connection)
        .where('id', '=', id)
        .execute();
    });
  }

  async end(connection: string, id: string): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await trx.deleteFrom('renewals').where('connection', '=', connection).where('id', '=', id).execute();
    });
  }

  async interrupted(): Promise<RenewalEntry[]> {
    const rows = await this.#db.selectFrom('renewals').selectAll().execute();
    return rows.filter((row) => !this.#lives(row)).map(toEntry);
  }

  /** Of another host nothing is known: its renewal counts as long as a sign-in may take. */
  #lives({ host, pid, process_start: start, started_at }: Selectable<RenewalRow>): boolean {
    if (host !== this.#self.host) return Date.now() - started_at < LONGEST_MS;
    return isSameProcess({ host, pid, start }, this.#self) || isAlive({ pid, start });
  }
}

const LONGEST_MS = 1_800_000;

function toEntry({ id, connection, step, begun_by, started_at }: Selectable<RenewalRow>): RenewalEntry {
  return { id, connection, step, by: begun_by, startedAt: started_at };
}
