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
