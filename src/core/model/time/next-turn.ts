const waiting: (() => void)[] = [];

/**
 * A turn of the event loop to oneself. Of all that wait for it one goes on in each turn, in their order: were they woken
 * together, ten times 5 ms of reading would be one block of 50, and no message would be answered meanwhile.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(wakeOne);
  });
}

function wakeOne(): void {
  const wake = waiting.shift();
  if (waiting.length > 0) setImmediate(wakeOne);
  wake?.();
}

/**
 * Whether what shares this turn of the event loop has taken so long that what comes now has to wait for a `laterTurn`, and
 * to ask again there. Unlike with `nextTurn`, many short pieces go on in one turn.
 */
export const isLongTurn = shareOfTurn(10);

/** The same for what somebody waits for who has no answer at all yet: it stands back behind its own kind alone. */
export const isLongUrgentTurn = shareOfTurn(20);

function shareOfTurn(longestMs: number): () => boolean {
  let since: number | undefined;
  return () => {
    if (since !== undefined) return performance.now() - since > longestMs;
    since = performance.now();
    setImmediate(() => {
      since = undefined;
    });
    return false;
  };
}

export function laterTurn(): Promise<void> {
  return new Promise(setImmediate);
}
