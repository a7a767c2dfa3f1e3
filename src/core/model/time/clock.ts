/** A clock that is kept right differs by less: what was stored further ahead was written while it was wrong. */
export const LEAST_JUMP_MS = 10 * 60_000;

/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch, for what is shown and stored. */
  now(): number;
  /** Milliseconds from an arbitrary start that never go backwards, for durations. */
  monotonicMs(): number;
}

/** A moment for programs: ISO 8601 in UTC. */
export function toIso(at: number): string {
  return new Date(at).toISOString();
}
