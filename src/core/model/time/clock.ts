/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch, for what is shown and stored. */
  now(): number;
  /** Milliseconds from an arbitrary start that never go backwards, for durations. */
  monotonicMs(): number;
}
