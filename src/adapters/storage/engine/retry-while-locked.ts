import { setTimeout } from 'node:timers/promises';
import { isLocked } from './storage-error.ts';

// The steps of SQLite's own busy handler.
const DELAYS_MS = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];

/**
 * Repeats `attempt` while another connection holds the lock, for `timeoutMs` at most, then throws what it threw.
 * SQLite's own waiting would stop the whole process; here the event loop goes on.
 */
export async function retryWhileLocked<T>(attempt: () => T | Promise<T>, timeoutMs: number): Promise<T> {
  let leftMs = timeoutMs;
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLocked(error) || leftMs <= 0) throw error;
    }
    const delayMs = Math.min(DELAYS_MS[tries] ?? 100, leftMs);
    leftMs -= delayMs;
    await setTimeout(delayMs);
  }
}
