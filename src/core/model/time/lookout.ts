import type { Timers } from './clock.ts';

export interface LookoutParts {
  timers: Timers;
  /** Does what is due, and says in how many milliseconds it is to be called again; at 0 at once. */
  look: () => Promise<number>;
  /** How long after a look that failed. */
  afterFaultMs: number;
  /** Told once, for as long as looking fails alike: the same would fill the log. */
  onFault: (error: unknown) => void;
  /** It failed before, and goes on. */
  onMended?: () => void;
}

/** Looks for what is due when it is woken and when it is time, never twice at once; woken meanwhile, it looks once more. */
export class Lookout {
  readonly #parts: LookoutParts;
  #cancelTimer: () => void = () => {};
  #looking: Promise<void> | undefined;
  #again = false;
  #failing: string | undefined;
  #stopped = false;

  constructor(parts: LookoutParts) {
    this.#parts = parts;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Resolves when what is due now has been looked for. Never rejects. */
  async wake(): Promise<void> {
    if (this.#stopped) return;
    this.#again = this.#looking !== undefined;
    this.#looking ??= this.#look();
    await this.#looking;
  }

  /** Looks no more, and waits for the look that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { timers, look, afterFaultMs, onFault, onMended } = this.#parts;
    this.#cancelTimer();
    let waitMs = afterFaultMs;
    try {
      do {
        this.#again = false;
        waitMs = await look();
      } while ((this.#again || waitMs <= 0) && !this.#stopped);
      if (this.#failing !== undefined) onMended?.();
      this.#failing = undefined;
    } catch (error) {
      waitMs = afterFaultMs;
      if (String(error) !== this.#failing) onFault(error);
      this.#failing = String(error);
    }
    this.#looking = undefined;
    if (!this.#stopped) this.#cancelTimer = timers.after(waitMs, () => void this.wake());
  }
}
