type Method = (...args: unknown[]) => unknown;

/**
 * Stands in for a part whose every member is a method that returns a promise, and loads it when one is first called.
 * A load that failed is tried again with the next call.
 */
export function lazily<T extends object>(load: () => Promise<T>): T {
  let loading: Promise<T> | undefined;
  const loaded = (): Promise<T> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const call = (name: string | symbol) => {
    return async (...args: unknown[]): Promise<unknown> => {
      const part = await loaded();
      return await (Reflect.get(part, name) as Method).apply(part, args);
    };
  };
  // Without `then`: who awaits the part itself must not take it for a promise.
  return new Proxy({} as T, { get: (_, name) => (name === 'then' ? undefined : call(name)) });
}
