import { z } from 'zod';
import { readSetting, type SettingStore } from '../../credentials/setting-store.ts';
import { formatDuration } from '../../model/text/format.ts';
import type { IncidentGroup } from './incident.ts';

/** A number kept beside the database, where a restored backup doesn't reach it. */
export interface Witness {
  /** Undefined where there is none that can be read. */
  read(): Promise<number | undefined>;
  keep(turn: number): Promise<void>;
}

/** An older database was put in place of the one that was written last. Times in milliseconds since the epoch. */
export interface Restore {
  /** When this database was last written by `start`; null where it never was. */
  from: number | null;
  at: number;
  /** By connection, when the first sweep after it ended: what that one found may have been told before. */
  sweptAt: Readonly<Record<string, number>>;
}

const SEEN = 'seen';
const RESTORE = 'restore';
const seenSchema = z.object({ turn: z.number(), at: z.number() });
const restoreSchema = z.object({
  from: z.number().nullable(),
  at: z.number(),
  sweptAt: z.record(z.string(), z.number()),
});

/**
 * Tells a restored database from one that rested: each turn is counted in the database first and beside it afterwards, so
 * that the count beside it is higher only where the database is older than what was written last. A count and not a time,
 * since the clock may be set.
 */
export class RestoreWatch {
  readonly #settings: SettingStore;
  readonly #witness: Witness;
  #turn: number | null = null;

  constructor(settings: SettingStore, witness: Witness) {
    this.#settings = settings;
    this.#witness = witness;
  }

  /**
   * To be called at the start and every minute. Gives a restore that was not known before. `lastFinished`: when a sweep
   * over all tenants of each connection last completed.
   */
  async look(now: number, lastFinished: ReadonlyMap<string, number>): Promise<Restore | null> {
    const found = this.#turn === null ? await this.#firstLook(now) : null;
    this.#turn = (this.#turn ?? 0) + 1;
    await this.#noteSweeps(lastFinished);
    await this.#settings.keep(SEEN, JSON.stringify({ turn: this.#turn, at: now }));
    await this.#witness.keep(this.#turn);
    return found;
  }

  async #firstLook(now: number): Promise<Restore | null> {
    const [seen, beside] = [await readSetting(this.#settings, SEEN, seenSchema), await this.#witness.read()];
    this.#turn = Math.max(seen?.turn ?? 0, beside ?? 0);
    if (beside === undefined || beside <= (seen?.turn ?? 0)) return null;
    const restore: Restore = { from: seen?.at ?? null, at: now, sweptAt: {} };
    await this.#settings.keep(RESTORE, JSON.stringify(restore));
    return restore;
  }

  async #noteSweeps(lastFinished: ReadonlyMap<string, number>): Promise<void> {
    const restore = await readRestore(this.#settings);
    if (!restore) return;
    const swept = [...lastFinished].filter(([name, at]) => at >= restore.at && restore.sweptAt[name] === undefined);
    if (swept.length === 0) return;
    const sweptAt = { ...restore.sweptAt, ...Object.fromEntries(swept) };
    await this.#settings.keep(RESTORE, JSON.stringify({ ...restore, sweptAt }));
  }
}

/** The newest restore that was noticed, by whichever process asks. */
export async function readRestore(settings: SettingStore): Promise<Restore | undefined> {
  return readSetting(settings, RESTORE, restoreSchema);
}

/** Whether the group may have been told before the restore: the first sweep after it found it failing. */
export function isToldAgain({ connection, firstFailedAt }: IncidentGroup, restore: Restore | undefined): boolean {
  if (!restore || firstFailedAt < restore.at) return false;
  return firstFailedAt <= (restore.sweptAt[connection] ?? Number.POSITIVE_INFINITY);
}

/** One sentence, and a second on what it means. */
export function describeRestore({ from, at }: Restore): string {
  const what =
    from === null
      ? 'The database is another one than Samaritan wrote last.'
      : `The database was restored: it knows nothing of the last ${formatDuration(Math.max(0, at - from))}.`;
  return `${what} What the next sweep finds may have been told before and is marked as restored.`;
}
