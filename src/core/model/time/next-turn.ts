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

/** A turn of the event loop in which the storage has worked for longer gives way before its next statement. */
const LONGEST_TURN_MS = 5;

let turnSince: number | undefined;

/** Whether this turn has lasted for so long that what begins now had better wait for the next. */
export function isLongTurn(): boolean {
  if (turnSince !== undefined) return performance.now() - turnSince > LONGEST_TURN_MS;
  turnSince = performance.now();
  setImmediate(() => {
    turnSince = undefined;
  });
  return false;
}
