/** A clock that moves only by `sleep` and `advance`, and remembers what was slept. */
export interface FakeTime {
  clock: { now(): number; monotonicMs(): number };
  sleep: (ms: number) => Promise<void>;
  slept: number[];
  advance(ms: number): void;
}

export function createFakeTime(startMs: number = Date.UTC(2026, 10, 21, 12)): FakeTime {
  let elapsed = 0;
  const slept: number[] = [];
  return {
    clock: { now: () => startMs + elapsed, monotonicMs: () => elapsed },
    sleep: async (ms) => {
      slept.push(ms);
      elapsed += ms;
    },
    slept,
    advance: (ms) => {
      elapsed += ms;
    },
  };
}
