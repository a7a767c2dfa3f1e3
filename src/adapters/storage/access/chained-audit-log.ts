import { sql } from 'kysely';
import type { AuditEntry, AuditFilter, AuditLog, AuditVerdict } from '../../../core/chat/access/audit-log.ts';
import { oneByOne } from '../../../core/model/time/one-by-one.ts';
import type { Witness } from '../../../core/watch/incidents/restore-watch.ts';
import type { AuditRow, Db, Trx } from '../engine/schema.ts';
import { AuditChain } from './audit-chain.ts';
import { FoldedRefusals } from './folded-refusals.ts';
import { verifyAudit } from './verify-audit.ts';

export interface AuditProtection {
  /** Never lies beside the database. */
  key: string;
  /** Of the number of the newest row, where nobody reaches it who can only write the database. */
  witness?: Witness | undefined;
  forward?: ((row: object) => void) | undefined;
}

const MOST_DELETED = 1000;

/** Rows in a chain of codes, once a key is there: see `AuditChain`. Without one they are written, and show as such. */
export class ChainedAuditLog implements AuditLog {
  readonly #db: Db;
  readonly #protection: () => AuditProtection | undefined;
  readonly #folded = new FoldedRefusals();
  // The second of many at once has to find the row of the first.
  readonly #folding = oneByOne();
  #seen: Promise<number | undefined> | undefined;

  constructor(db: Db, protection: () => AuditProtection | undefined) {
    this.#db = db;
    this.#protection = protection;
  }

  async record(entry: AuditEntry, { fold }: { fold?: string | undefined } = {}): Promise<void> {
    if (fold === undefined) return await this.#write(entry, undefined);
    return await this.#folding(() => this.#write(entry, fold));
  }

  async #write(given: AuditEntry, fold: string | undefined): Promise<void> {
    const protection = this.#protection();
    const chain = protection && new AuditChain(protection.key);
    const { id: known, entry } = fold === undefined ? { id: undefined, entry: given } : this.#folded.place(given, fold);
    this.#seen ??= protection?.witness?.read();
    const seen = (await this.#seen) ?? 0;
    const written = await this.#db.transaction().execute(async (trx) => {
      const counted = known === undefined ? undefined : await countOnce(trx, known, chain);
      return counted ?? (await append(trx, entry, { counts: fold !== undefined, chain, seen }));
    });
    if (fold !== undefined) this.#folded.keep(given, fold, written.id);
    if (written.times > 1) return;
    protection?.forward?.(written);
    // Another process may be at it, or the folder be full: what stands there goes on being true.
    await protection?.witness?.keep(written.id).catch(() => {});
  }

  async latest(limit: number, { since, person }: AuditFilter = {}): Promise<AuditEntry[]> {
    let query = this.#db.selectFrom('auditLog').selectAll();
    if (since !== undefined) query = query.where('at', '>=', since);
    if (person !== undefined)
      query = query.where((row) =>
        row.or([row(sql`platform || ':user:' || person_id`, '=', person), row('personName', '=', person)]),
      );
    const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(({ id: _, hash: _hash, timesMac: _mac, times, ...entry }) =>
      times === 1 ? entry : { ...entry, times },
    );
  }

  async verify(): Promise<AuditVerdict> {
    const protection = this.#protection();
    if (!protection)
      return { rows: 0, since: null, head: null, problems: ['It can’t be verified: the master key can’t be had.'] };
    return await verifyAudit(this.#db, new AuditChain(protection.key), await protection.witness?.read());
  }

  /**
   * Deletes some of the oldest rows, all from before that time, and seals where the rest begins. Returns whether more is
   * left. A log whose seal doesn't fit is left as it is: it is evidence.
   */
  async prune(before: number): Promise<boolean> {
    const protection = this.#protection();
    const chain = protection && new AuditChain(protection.key);
    return await this.#db.transaction().execute(async (trx) => {
      // Without the key any seal looks forged, and is not to be lost.
      const seal = await (chain ?? new AuditChain('')).readSeal(trx);
      if (seal === 'forged') return false;
      const rows = trx.selectFrom('auditLog').select(['id', 'hash']).limit(MOST_DELETED);
      if (!seal) {
        const loose = (await rows.where('at', '<', before).orderBy('at').execute()).map(({ id }) => id);
        if (loose.length > 0) await trx.deleteFrom('auditLog').where('id', 'in', loose).execute();
        return loose.length === MOST_DELETED;
      }
      // Only a beginning can be cut off. Without the index on the time: what is young enough stands right behind it.
      const young = sql<number>`coalesce((select id from audit_log where +at >= ${before} order by id limit 1), ${Number.MAX_SAFE_INTEGER})`;
      const old = await rows.where('id', '<', young).orderBy('id').execute();
      const last = old.at(-1);
      if (!last) return false;
      await trx.deleteFrom('auditLog').where('id', '<=', last.id).execute();
      const hash = old.findLast((row) => row.hash !== null)?.hash ?? seal.first.hash;
      await chain?.writeSeal(trx, { first: { id: last.id, hash }, last: seal.last });
      return old.length === MOST_DELETED;
    });
  }
}

/** One more of a row that is there. Undefined where it isn't any more. */
async function countOnce(trx: Trx, id: number, chain: AuditChain | undefined) {
  const row = await trx.selectFrom('auditLog').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const times = row.times + 1;
  const timesMac = row.timesMac === null ? null : (chain?.countMac(id, times) ?? row.timesMac);
  await trx.updateTable('auditLog').set({ times, timesMac }).where('id', '=', id).execute();
  return { ...row, times, timesMac };
}

interface Appending {
  counts: boolean;
  chain: AuditChain | undefined;
  /** A number that was given is never given again: what is missing stays a gap. */
  seen: number;
}

async function append(trx: Trx, entry: AuditEntry, { counts, chain, seen }: Appending) {
  const seal = chain ? await chain.readSeal(trx) : null;
  const ends = chain && (seal === null ? await adopt(trx, chain) : seal);
  const newest = await trx.selectFrom('auditLog').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const id = Math.max(newest?.id ?? 0, ends && ends !== 'forged' ? ends.last.id : 0, seen) + 1;
  const row = { ...entry, id, times: 1, timesMac: counts && chain ? chain.countMac(id, 1) : null };
  const hash = chain && ends && ends !== 'forged' ? chain.hash(ends.last.hash, row) : null;
  const written: AuditRow = { ...row, hash };
  await trx.insertInto('auditLog').values(written).execute();
  if (chain && ends && ends !== 'forged' && hash !== null)
    await chain.writeSeal(trx, { first: ends.first, last: { id, hash } });
  return written;
}

/** Takes what an older version wrote into the chain. Undefined where a seal was there and is gone. */
async function adopt(trx: Trx, chain: AuditChain) {
  const sealed = await trx
    .selectFrom('auditLog')
    .select('id')
    .where('hash', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  if (sealed) return undefined;
  const rows = await trx.selectFrom('auditLog').selectAll().orderBy('id').execute();
  const first = { id: (rows[0]?.id ?? 1) - 1, hash: '' };
  let last = first;
  for (const row of rows) {
    const timesMac = row.times === 1 ? null : chain.countMac(row.id, row.times);
    last = { id: row.id, hash: chain.hash(last.hash, { ...row, timesMac }) };
    await trx.updateTable('auditLog').set({ hash: last.hash, timesMac }).where('id', '=', row.id).execute();
  }
  return { first, last };
}
