import type { AuditEntry } from '../../../core/chat/access/audit-log.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** From then on everybody shares one row an hour, so that strangers can fill no disk. */
const MOST_ROWS_A_DAY = 500;

/** Which row counts a refusal: one a person, minute and `fold`, and with many one an hour for all. */
export class FoldedRefusals {
  #rows = new Map<string, number>();
  #minute = -1;
  #day = -1;
  #today = 0;

  /** The row that counts it, where there is one, and else what to write as one. */
  place(entry: AuditEntry, fold: string): { id: number | undefined; entry: AuditEntry } {
    this.#turn(entry.at);
    const id = this.#rows.get(this.#keyOf(entry, fold));
    if (id !== undefined || this.#today < MOST_ROWS_A_DAY) return { id, entry };
    return { id, entry: { ...entry, personId: '*', personName: 'many people', place: null, target: null } };
  }

  keep(entry: AuditEntry, fold: string, id: number): void {
    const key = this.#keyOf(entry, fold);
    if (this.#rows.get(key) === id) return;
    this.#rows.set(key, id);
    this.#today += 1;
  }

  #keyOf({ at, platform, personId }: AuditEntry, fold: string): string {
    const own = `${platform}:${personId}:${fold}`;
    return this.#today < MOST_ROWS_A_DAY || this.#rows.has(own) ? own : `${Math.floor(at / HOUR_MS)} of all`;
  }

  #turn(at: number): void {
    const minute = Math.floor(at / MINUTE_MS);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#rows = new Map([...this.#rows].filter(([key]) => key === `${Math.floor(at / HOUR_MS)} of all`));
    const day = Math.floor(at / DAY_MS);
    if (day !== this.#day) this.#today = 0;
    this.#day = day;
  }
}
