import { toRestFault } from '../rest-fault.ts';

/** How often what must arrive is sent after discord.js gave up, and how long to wait in between. */
const TRIES = 3;
const PAUSE_MS = 2000;

/** Sends again where Discord had a fault or gave no answer. What Discord refused stays refused, and is thrown. */
export async function sendPersistently<T>(send: () => Promise<T>, pause: (ms: number) => Promise<void>): Promise<T> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await send();
    } catch (error) {
      if (left === 0 || toRestFault(error).kind === 'api') throw error;
      await pause(PAUSE_MS);
    }
  }
}
