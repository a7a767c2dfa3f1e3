import type { Clock } from '../../model/time/clock.ts';

/** How often a thread's messages show progress at most. Teams and Discord both allow it. */
const SPACING_MS = 2000;
const MOST_THREADS = 1000;

/** Spaces what shows progress in one thread. Answers don't wait, but what follows them does. */
export class ProgressPacer {
  readonly #clock: Clock;
  readonly #nextAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds to wait until progress may be shown. Asking takes the turn. */
  take(thread: string): number {
    const now = this.#clock.monotonicMs();
    const at = Math.max(now, this.#nextAt.get(thread) ?? now);
    this.#note(thread, at + SPACING_MS, now);
    return at - now;
  }

  /** Something was shown without waiting. */
  shown(thread: string): void {
    const now = this.#clock.monotonicMs();
    this.#note(thread, Math.max(this.#nextAt.get(thread) ?? 0, now + SPACING_MS), now);
  }

  #note(thread: string, nextAt: number, now: number): void {
    if (this.#nextAt.size >= MOST_THREADS) {
      for (const [key, at] of this.#nextAt) if (at <= now) this.#nextAt.delete(key);
    }
    this.#nextAt.set(thread, nextAt);
  }
}
