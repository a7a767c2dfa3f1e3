/** Lets a test wait for what the bot does without polling. */
export interface Changes {
  notify(): void;
  /** Gives what `read` returns as soon as it isn't undefined; fails at the deadline, naming `what` was awaited. */
  until<T>(read: () => T | undefined, what: () => string, deadlineMs?: number): Promise<T>;
  close(): void;
}

/** `footnote` goes under every error: what else a reader should know. */
export function createChanges(usualDeadlineMs: number, footnote: () => string): Changes {
  const waiting = new Set<() => void>();
  const closing = new Set<() => void>();

  return {
    notify() {
      for (const look of [...waiting]) look();
    },
    until<T>(read: () => T | undefined, what: () => string, deadlineMs = usualDeadlineMs) {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const settle = () => {
        clearTimeout(timer);
        waiting.delete(look);
        closing.delete(abandon);
      };
      const look = () => {
        try {
          const found = read();
          if (found === undefined) return;
          settle();
          resolve(found);
        } catch (fault) {
          settle();
          reject(fault);
        }
      };
      const abandon = () => {
        settle();
        reject(new Error(`The stand-in closed while a test waited for ${what()}`));
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error(`Waited ${deadlineMs} ms in vain for ${what()}${footnote()}`));
      }, deadlineMs);
      waiting.add(look);
      closing.add(abandon);
      // A wait nobody looks at must not end the process; who awaits it still gets the error.
      promise.catch(() => undefined);
      look();
      return promise;
    },
    close() {
      for (const abandon of [...closing]) abandon();
    },
  };
}
