import type { Clock } from '../../../src/core/model/time/clock.ts';
import type { Timers } from '../../../src/core/model/time/timers.ts';

/** A clock and timers that only move when they are told to. */
export class VirtualTime implements Clock, Timers {
  #now: number;
  #setBy = 0;
  #timers: { at: number; run: () => void }[] = [];

  constructor(now = Date.parse('2026-11-21T06:35:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#setBy;
  }

  /** Sets the clock that is shown: what waits is not reached sooner or later by that. */
  setBy(ms: number): void {
    this.#setBy += ms;
  }

  monotonicMs(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** How many wait for their time. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Moves time on, and lets everything happen that was waiting for it. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#timers.filter((one) => one.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets promises that are ready run to their end. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
