import type { Logger } from 'pino';

export class Stops {
  readonly #log: Logger;
  readonly #parts: { name: string; stop: () => Promise<void> | void }[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  add(name: string, stop: () => Promise<void> | void): void {
    this.#parts.push({ name, stop });
  }

  /** Stops everything that was added, whatever one of them does. Twice is the same as once. */
  async run(): Promise<void> {
    for (const { name, stop } of this.#parts.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        this.#log.error({ part: name, err: error }, 'a part could not be stopped');
      }
    }
  }
}
