import type { Clock } from '../../../core/model/time/clock.ts';
import { withoutThread } from './conversation-reference.ts';

interface Window {
  most: number;
  spanMs: number;
}

/** What Teams takes from one bot in one conversation (learn.microsoft.com: Rate limiting for agents, ms.date 2026-10-08). */
const THREAD_WINDOWS: readonly Window[] = [
  { most: 7, spanMs: 1000 },
  { most: 8, spanMs: 2000 },
  { most: 60, spanMs: 30_000 },
  { most: 1800, spanMs: 3_600_000 },
];

/** What Teams takes from one app in one tenant, from the same page. */
const TENANT_WINDOWS: readonly Window[] = [{ most: 50, spanMs: 1000 }];

/** A started request counts as running this much longer than planned, since it arrives later than it leaves. */
const MARGIN_MS = 50;
const SWEEP_EVERY_MS = 60_000;

export interface ThreadPacerParts {
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}

/**
 * Spaces requests so that Teams' limits are not reached. Turns are given in the order they were asked for; what was
 * asked of Teams elsewhere, or before a restart, is not known here and shows as 429.
 */
export class ThreadPacer {
  readonly #parts: ThreadPacerParts;
  /** Start times, past and planned, oldest first. */
  readonly #starts = new Map<string, number[]>();
  #sweptAt = 0;

  constructor(parts: ThreadPacerParts) {
    this.#parts = parts;
  }

  /** Resolves when a request may leave for this conversation of this tenant. */
  async turn({ conversationId, tenantId }: { conversationId: string; tenantId: string }): Promise<void> {
    const now = this.#parts.clock.monotonicMs();
    this.#sweep(now);
    const thread = this.#startsOf(`thread ${withoutThread(conversationId)}`);
    const tenant = this.#startsOf(`tenant ${tenantId}`);
    const at = Math.max(now, earliest(thread, THREAD_WINDOWS), earliest(tenant, TENANT_WINDOWS));
    thread.push(at);
    // Another thread's turn may have been planned for later than this one.
    tenant.push(at);
    tenant.sort((one, other) => one - other);
    if (at > now) await this.#parts.sleep(at - now);
  }

  #startsOf(key: string): number[] {
    const starts = this.#starts.get(key) ?? [];
    this.#starts.set(key, starts);
    return starts;
  }

  #sweep(now: number): void {
    if (now < this.#sweptAt + SWEEP_EVERY_MS) return;
    this.#sweptAt = now;
    for (const [key, starts] of this.#starts) {
      const spanMs = key.startsWith('tenant ') ? 1000 : 3_600_000;
      const outdated = starts.findIndex((start) => start + spanMs + MARGIN_MS > now);
      if (outdated === -1) this.#starts.delete(key);
      else starts.splice(0, outdated);
    }
  }
}

function earliest(starts: readonly number[], windows: readonly Window[]): number {
  return Math.max(
    ...windows.map(({ most, spanMs }) => {
      const blocking = starts[starts.length - most];
      return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking + spanMs + MARGIN_MS;
    }),
  );
}
