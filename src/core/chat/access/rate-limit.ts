import type { Clock } from '../../model/time/clock.ts';

/** At most so many in a sliding window, for each key. Keys that fell silent are forgotten. */
export class SlidingLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #clock: Clock;
  readonly #times = new Map<string, number[]>();

  constructor(most: number, windowMs: number, clock: Clock) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }

  /** Counts one more; otherwise says after how many milliseconds there is room again. */
  take(key: string): { ok: true } | { ok: false; retryAfterMs: number } {
    const now = this.#clock.monotonicMs();
    const from = now - this.#windowMs;
    if (this.#times.size > 1000) this.#forget(from);
    const recent = (this.#times.get(key) ?? []).filter((at) => at > from);
    const [oldest] = recent;
    if (recent.length >= this.#most && oldest !== undefined) {
      return { ok: false, retryAfterMs: oldest + this.#windowMs - now };
    }
    this.#times.set(key, [...recent, now]);
    return { ok: true };
  }

  #forget(from: number): void {
    for (const [key, times] of this.#times) if (times.every((at) => at <= from)) this.#times.delete(key);
  }
}
