import type { Timers } from '../../model/time/clock.ts';
import type { ProgressPacer } from './progress-pacer.ts';

interface NewestShowParts<T> {
  pacer: ProgressPacer;
  timers: Timers;
  /** What shares its spacing. */
  thread: string;
  deliver(item: T, final: boolean): Promise<void>;
}

/**
 * What is shown in one message, one after another. Of several at once only the newest is delivered; progress waits for
 * its turn, what is shown first and the answer don't, and no progress overtakes an answer.
 */
export class NewestShow<T> {
  readonly #parts: NewestShowParts<T>;
  #next: { item: T; final: boolean } | undefined;
  #work: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #begun = false;

  constructor(parts: NewestShowParts<T>) {
    this.#parts = parts;
  }

  /** Resolves when this, or something later, was delivered. */
  async show(item: T, final = false): Promise<void> {
    if (this.#next?.final && !final) return this.#work;
    this.#next = { item, final };
    if (final) this.#wake?.();
    this.#work ??= this.#drain();
    await this.#work;
  }

  /** Drops what waits, and resolves when what is on its way was delivered. */
  async end(): Promise<void> {
    this.#next = undefined;
    this.#wake?.();
    await this.#work;
  }

  async #drain(): Promise<void> {
    try {
      const { pacer, thread, deliver } = this.#parts;
      while (this.#next) {
        if (this.#next.final || !this.#begun) pacer.shown(thread);
        else await this.#wait(pacer.take(thread));
        this.#begun = true;
        // Ended while it waited.
        if (this.#next === undefined) return;
        const { item, final } = this.#next;
        this.#next = undefined;
        await deliver(item, final);
      }
    } finally {
      this.#work = undefined;
    }
  }

  #wait(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#parts.timers.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
