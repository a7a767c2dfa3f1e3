/** Lets a test stop the services at a moment of its choice. */
export interface Gate {
  /** Keeps answers back once this many more were let through, each no longer than so many milliseconds. */
  hold(after: number, atMostMs: number): void;
  /** Gives what was kept back, and lets the rest through. */
  release(): void;
  pass(send: () => void): void;
}

export function createGate(): Gate {
  let room = Number.POSITIVE_INFINITY;
  let longestMs = Number.POSITIVE_INFINITY;
  const kept = new Set<() => void>();
  return {
    hold(after, atMostMs) {
      room = after;
      longestMs = atMostMs;
    },
    release() {
      room = Number.POSITIVE_INFINITY;
      for (const give of kept) give();
    },
    pass(send) {
      room -= 1;
      if (room >= 0) return send();
      const give = (): void => void (kept.delete(give) && send());
      kept.add(give);
      if (Number.isFinite(longestMs)) setTimeout(give, longestMs).unref();
    },
  };
}
