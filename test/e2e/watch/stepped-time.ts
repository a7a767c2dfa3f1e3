import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/core/model/time/clock.ts';
import type { Timers } from '../../../src/core/model/time/timers.ts';

/** So many turns of the event loop in which nothing is under way mean that nothing follows any more. */
const CALM_TURNS = 4;

/** A clock and timers that move when they are told to, beside work that waits for the network and the disk. */
export class SteppedTime implements Clock, Timers {
  readonly #busy: () => boolean;
  readonly #onMove: (now: number) => void;
  #now: number;
  #timers: { at: number; run: () => void }[] = [];

  /** `busy`: something is under way that time must wait for. `onMove`: other clocks follow. */
  constructor(now: number, busy: () => boolean, onMove: (now: number) => void) {
    this.#now = now;
    this.#busy = busy;
    this.#onMove = onMove;
  }

  now(): number {
    return this.#now;
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

  /** Waits for everything that is under way, without moving. */
  async settle(): Promise<void> {
    for (let calm = 0; calm < CALM_TURNS; calm += 1) {
      await setImmediate();
      if (this.#busy()) calm = -1;
    }
  }

  /** Moves on from timer to timer. What each begins is over before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.settle();
      const next = this.#timers.filter((one) => one.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#run(next, Math.max(this.#now, next.at));
    }
    this.#move(end);
    await this.settle();
  }

  /** Moves at once, as when a machine slept: every timer that is due fires late, once. */
  async leap(ms: number): Promise<void> {
    await this.settle();
    const end = this.#now + ms;
    this.#move(end);
    for (const timer of this.#timers.filter((one) => one.at <= end)) {
      this.#run(timer, end);
      await this.settle();
    }
    await this.settle();
  }

  #run(timer: { run: () => void }, at: number): void {
    this.#timers = this.#timers.filter((one) => one !== timer);
    this.#move(at);
    timer.run();
  }

  #move(now: number): void {
    this.#now = now;
    this.#onMove(now);
  }
}
