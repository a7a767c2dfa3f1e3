/** A clock that is kept right differs by less: what was stored further ahead was written while it was wrong. */
export const LEAST_JUMP_MS = 10 * 60_000;

/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch, for what is shown and stored. */
  now(): number;
  /** Milliseconds from an arbitrary start that never go backwards, for durations. */
  monotonicMs(): number;
}

/**
 * A moment as it goes on from one that was stored before: what comes later is never the earlier, by a clock that was set
 * back a little or by another machine's. By more than a little the stored one is what is wrong.
 */
export function goOnFrom(stored: number | null | undefined, now: number): number {
  return stored && stored > now && stored - now <= LEAST_JUMP_MS ? stored + 1 : now;
}

/** A moment for programs: ISO 8601 in UTC. */
export function toIso(at: number): string {
  return new Date(at).toISOString();
}

/** Lets something happen later. Injected, so that tests own time. */
export interface Timers {
  /** Runs `run` once, after `ms` milliseconds. Gives back what cancels it; cancelling twice, or late, does nothing. */
  after(ms: number, run: () => void): () => void;
}
