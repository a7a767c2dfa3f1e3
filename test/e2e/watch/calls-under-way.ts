/** Counts the calls of parts that have not ended yet. */
export class CallsUnderWay {
  #count = 0;

  get any(): boolean {
    return this.#count > 0;
  }

  /** The same part, whose calls are counted while their promises are pending. */
  counted<T extends object>(part: T): T {
    return new Proxy(part, {
      get: (whole, name) => {
        const value: unknown = Reflect.get(whole, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => this.#follow(value.apply(whole, args));
      },
    });
  }

  /** Every part of an object, such as the stores of a storage. */
  countedParts<T extends object>(parts: T): T {
    const entries = Object.entries(parts).map(([name, part]): [string, unknown] => [
      name,
      typeof part === 'object' && part !== null ? this.counted(part) : part,
    ]);
    return Object.fromEntries(entries) as T;
  }

  #follow(result: unknown): unknown {
    if (!(result instanceof Promise)) return result;
    this.#count += 1;
    const ended = (): void => {
      this.#count -= 1;
    };
    result.then(ended, ended);
    return result;
  }
}
