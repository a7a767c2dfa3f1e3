/** Something that a flow changes: after which method of which part, in the order that it came. */
export interface Death {
  /** Wraps a part; these methods of it change something. */
  deadly<T extends object>(part: T, names: readonly string[]): T;
  /** Resolves once the flow has come to its end here. */
  came: Promise<void>;
  /** What was changed, in order. */
  changed: string[];
}

/**
 * A process that is gone before or after its change of that number: whatever it waits for then never comes, and nothing
 * of it is tidied up.
 */
export function dyingAt(at: number, when: 'before' | 'after'): Death {
  const { promise: came, resolve } = Promise.withResolvers<void>();
  const changed: string[] = [];
  const gone = (): Promise<never> => {
    resolve();
    return new Promise(() => {});
  };
  return {
    came,
    changed,
    deadly: (part, names) =>
      new Proxy(part, {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          if (!names.includes(String(name))) return method.bind(target);
          return async (...given: unknown[]) => {
            const mine = changed.push(String(name)) - 1;
            if (when === 'before' && mine === at) return await gone();
            const result = await method.apply(target, given);
            return when === 'after' && mine === at ? await gone() : result;
          };
        },
      }),
  };
}
