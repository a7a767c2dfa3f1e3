/** Lets something happen later. Injected, so that tests own time. */
export interface Timers {
  /** Runs `run` once, after `ms` milliseconds. Gives back what cancels it; cancelling twice, or late, does nothing. */
  after(ms: number, run: () => void): () => void;
}
