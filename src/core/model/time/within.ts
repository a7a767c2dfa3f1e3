import type { Timers } from './clock.ts';

/** What `work` comes to, or what `late` gives where that takes longer than so many milliseconds. Rejects as `work` does. */
export async function within<T, L>(ms: number, timers: Timers, work: T | Promise<T>, late: () => L): Promise<T | L> {
  const { promise, resolve } = Promise.withResolvers<L>();
  const cancel = timers.after(ms, () => resolve(late()));
  try {
    return await Promise.race([work, promise]);
  } finally {
    cancel();
  }
}
