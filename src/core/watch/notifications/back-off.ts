const FIRST_MS = 2000;
const LONGEST_MS = 15 * 60_000;
/** So much of a pause is left to chance, so that what failed together isn't tried again together. */
const JITTER = 0.3;

/** The pause before the next try, after so many that failed. `random` gives 0 to 1. Never shorter than what was asked for. */
export function backOffMs(failed: number, random: () => number, askedMs = 0): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(30, Math.max(0, failed - 1)));
  return Math.round(Math.max(askedMs, whole * (1 - JITTER) + whole * JITTER * random()));
}
