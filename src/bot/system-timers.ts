import type { Timers } from '../core/model/time/clock.ts';

/** A timer of Node's waits at most so long. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(Math.max(0, ms), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
