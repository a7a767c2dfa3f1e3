import type { PacingTime } from '../../../../src/adapters/microsoft/pacing/pacing-time.ts';

/** Pauses take no time: they end in their order. */
export function atOnce(): PacingTime {
  let clock = 0;
  return {
    now: () => clock,
    after: (ms, task) => {
      const timer = setImmediate(() => {
        clock += ms;
        task();
      });
      return () => clearImmediate(timer);
    },
  };
}
