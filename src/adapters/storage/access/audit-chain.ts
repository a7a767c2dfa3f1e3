import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditRow, Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';

/** A row's place in the chain: its number, and the code over its content and every row before it. */
export interface Link {
  id: number;
  hash: string;
}

/** `first`: the last row that is not there any more. `last`: the newest. Nothing lies outside of them. */
export interface Ends {
  first: Link;
  last: Link;
}

const NAME = 'audit.seal';
const SEAL = /^(-?\d+):([\w-]*) (-?\d+):([\w-]*) ([\w-]+)$/;

/** Codes over the audit log under a key that never lies beside it: whoever can write the database can't make them. */
export class AuditChain {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** A row's code, in which that of the row before is. */
  hash(before: string, row: Omit<AuditRow, 'hash' | 'times'>): string {
    const { id, at, platform, personId, personName, place, action, target, outcome, reason, timesMac } = row;
    const counted = timesMac !== null;
    const content = [id, at, platform, personId, personName, place, action, target, outcome, reason, counted];
    return this.#mac('row', before, JSON.stringify(content));
  }

  /** The one thing that changes in a row has a code of its own. */
  countMac(id: number, times: number): string {
    return this.#mac('times', String(id), String(times));
  }

  /** `null` where there is no seal; `forged` where this key didn't make it. */
  async readSeal(db: Db): Promise<Ends | null | 'forged'> {
    const row = await db.selectFrom('settings').select('value').where('name', '=', NAME).executeTakeFirst();
    if (!row) return null;
    const [, firstId, first, lastId, last, mac] = SEAL.exec(row.value) ?? [];
    if (!first && !last) return 'forged';
    const ends = { first: { id: Number(firstId), hash: first ?? '' }, last: { id: Number(lastId), hash: last ?? '' } };
    const [own, given] = [Buffer.from(this.#sealMac(ends)), Buffer.from(mac ?? '')];
    return own.length === given.length && timingSafeEqual(own, given) ? ends : 'forged';
  }

  async writeSeal(db: Db, ends: Ends): Promise<void> {
    const { first, last } = ends;
    const value = `${first.id}:${first.hash} ${last.id}:${last.hash} ${this.#sealMac(ends)}`;
    await upsert(db, 'settings', ['name'], [{ name: NAME, value }]);
  }

  #sealMac({ first, last }: Ends): string {
    return this.#mac('seal', JSON.stringify([first.id, first.hash]), JSON.stringify([last.id, last.hash]));
  }

  #mac(use: string, ...parts: string[]): string {
    return createHmac('sha256', this.#key)
      .update([use, ...parts].join('\n'))
      .digest('base64url');
  }
}
