/** What can be ended for taking too long. False when it has not begun yet. */
export interface Limited {
  timeOut(): boolean;
}

/** One timer for every request in flight: requests start in order, so only the oldest have to be looked at. */
export class TimeLimit {
  readonly #limitMs: number;
  readonly #startedAt = new Map<Limited, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  add(one: Limited): void {
    this.#startedAt.set(one, performance.now());
    this.#timer ??= setInterval(() => this.#check(), Math.min(250, this.#limitMs / 4)).unref();
  }

  remove(one: Limited): void {
    this.#startedAt.delete(one);
    if (this.#startedAt.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    const expired = performance.now() - this.#limitMs;
    for (const [one, startedAt] of this.#startedAt) {
      if (startedAt > expired) return;
      if (one.timeOut()) this.#startedAt.delete(one);
    }
  }
}
