/** The stand-in's own time: the machine's, moved by an offset, so that a test can let 15 minutes pass at once. */
export interface OffsetClock {
  now(): number;
  /** Moves the clock to the machine's time plus this many milliseconds. */
  set(offsetMs: number): void;
}

export function createOffsetClock(): OffsetClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    set(offsetMs) {
      offset = offsetMs;
    },
  };
}
