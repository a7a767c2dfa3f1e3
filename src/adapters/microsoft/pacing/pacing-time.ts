/** Time for pacing: monotonic milliseconds and a one-shot timer. Tests bring their own. */
export interface PacingTime {
  now(): number;
  /** Runs `task` after `ms`; the result cancels it. */
  after(ms: number, task: () => void): () => void;
}

export const systemPacingTime: PacingTime = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
