/**
 * Posts what comes up in one turn of the event loop as one message: handing over costs more than what is handed over.
 * `onUncopied` gives what goes in place of a message that can't be copied, if anything.
 */
export function createPost<T>(
  send: (messages: T[]) => void,
  onUncopied: (message: T, error: unknown) => T | undefined,
): (message: T) => void {
  let waiting: T[] = [];
  const flush = (): void => {
    const messages = waiting;
    waiting = [];
    try {
      send(messages);
    } catch {
      for (const message of messages) sendAlone(message);
    }
  };
  const sendAlone = (message: T): void => {
    try {
      send([message]);
    } catch (error) {
      const instead = onUncopied(message, error);
      if (instead !== undefined) send([instead]);
    }
  };
  return (message) => {
    if (waiting.push(message) === 1) setImmediate(flush);
  };
}
