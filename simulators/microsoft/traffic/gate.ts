/** Lets a test stop the services at a moment of its choice. */
export interface Gate {
  /** Keeps answers back once this many more were let through. */
  hold(after: number): void;
  /** Gives what was kept back, and lets the rest through. */
  release(): void;
  pass(send: () => void): void;
}

export function createGate(): Gate {
  let room = Number.POSITIVE_INFINITY;
  const kept: (() => void)[] = [];
  return {
    hold(after) {
      room = after;
    },
    release() {
      room = Number.POSITIVE_INFINITY;
      for (const send of kept.splice(0)) send();
    },
    pass(send) {
      if (room <= 0) return void kept.push(send);
      room -= 1;
      send();
    },
  };
}
