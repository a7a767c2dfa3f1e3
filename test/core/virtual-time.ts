import type { Clock, Timers } from '../../src/core/model/time/clock.ts';

/** A clock and timers that only move when they are told to. */
export class VirtualTime implements Clock, Timers {
  /** Waits for everything that is under way, without moving. */
  readonly settle: () => Promise<void>;
  readonly #onMove: (now: number) => void;
  #now: number;
  #setBy = 0;
  #timers: { at: number; run: () => void }[] = [];

  /** `settled` is over when nothing is under way that time must wait for. `onMove`: other clocks follow. */
  constructor(
    now = Date.parse('2026-11-21T06:35:00Z'),
    settled: () => Promise<void> = settle,
    onMove: (now: number) => void = () => {},
  ) {
    this.#now = now;
    this.settle = settled;
    this.#onMove = onMove;
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

/** Lets promises that are ready run to their end. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** So many turns of the event loop in which nothing is under way mean that nothing follows any more. */
const CALM_TURNS = 4;

/** The same beside work that waits for the network and the disk. `busy`: something is under way. */
export async function settleBeside(busy: () => boolean): Promise<void> {
  for (let calm = 0; calm < CALM_TURNS; calm += 1) {
    await settle();
    if (busy()) calm = -1;
  }
}
