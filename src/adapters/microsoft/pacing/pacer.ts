import type { PacingTime } from './pacing-time.ts';
import { RateLimit } from './rate-limit.ts';

/** The services that are paced each on its own, and together. */
export const LANES = ['entra', 'graph', 'exchange'] as const;
export type LaneName = (typeof LANES)[number];

/** Requests in flight at first; the window grows by half with every round trip up to the most allowed. */
const FIRST_WINDOW = 48;
const WINDOW_STEP = 0.5;
/** After a first refusal nothing is sent for a moment: the answers already on their way tell whose matter it is. */
const LISTEN_MS = 40;
/** Services that refuse within this time of each other share one limit. */
const TOGETHER_MS = 1000;

/** How a request ended. `again`: the tenant was refused before without a success in between, which says nothing new. */
export type Release =
  | { outcome: 'passed' }
  | { outcome: 'refused'; tenant: string; again: boolean; retryAfterMs: number }
  | { outcome: 'other' }
  /** This machine had no room for it. */
  | { outcome: 'starved' };

type Waiter = (mayGo: boolean) => void;

interface Lane {
  limit: RateLimit;
  refusedAt: number;
  queue: Waiter[];
  /** Index of the first waiter in `queue`: shifting a long array is not free. */
  head: number;
}

/**
 * Decides when a request may go: never more in flight than allowed, a ramp at the start, and a rate that falls when
 * a service refuses and climbs again. One service that refuses is slowed alone; when several do, they share a limit
 * and all are slowed. First come, first served within a service.
 */
export class Pacer {
  #most: number;
  readonly #timers: PacingTime;
  readonly #onHeld: (name: LaneName, forMs: number) => void;
  readonly #shared = new RateLimit();
  readonly #lanes: Record<LaneName, Lane>;
  #window: number;
  #inFlight = 0;
  #closed = false;
  #turn = 0;
  #listenUntil = Number.NEGATIVE_INFINITY;
  #cancelWake: (() => void) | undefined;

  /** `onHeld`: a limit was met, and nothing goes to the service for so long. */
  constructor(most: number, timers: PacingTime, onHeld: (name: LaneName, forMs: number) => void = () => {}) {
    this.#most = most;
    this.#timers = timers;
    this.#onHeld = onHeld;
    this.#window = Math.min(most, FIRST_WINDOW);
    const lane = (): Lane => ({ limit: new RateLimit(), refusedAt: Number.NEGATIVE_INFINITY, queue: [], head: 0 });
    this.#lanes = { entra: lane(), graph: lane(), exchange: lane() };
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Requests a second a service is held to; Infinity while it isn't. */
  rateOf(name: LaneName): number {
    return Math.min(this.#shared.perSecond, this.#lanes[name].limit.perSecond);
  }

  /** True when a request to the service may go, false when everything is given up. Each true is followed by one `release`. */
  acquire(name: LaneName): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#lanes[name].queue.push(resolve);
      this.#pump();
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancelWake?.();
    for (const name of LANES) {
      const { queue, head } = this.#lanes[name];
      for (const go of queue.splice(0).slice(head)) go(false);
      this.#lanes[name].head = 0;
    }
  }

  release(name: LaneName, release: Release): void {
    const now = this.#timers.now();
    this.#inFlight -= 1;
    if (release.outcome === 'passed') {
      this.#lanes[name].limit.passed(now);
      this.#shared.passed(now);
      this.#window = Math.min(this.#most, this.#window + WINDOW_STEP);
    }
    if (release.outcome === 'starved') {
      // What is in flight beside it has room; more has not.
      this.#most = Math.max(1, Math.min(this.#most, this.#inFlight));
      this.#window = Math.min(this.#window, this.#most);
    }
    if (release.outcome === 'refused' && !release.again) this.#learn(name, now, release.tenant, release.retryAfterMs);
    this.#pump();
  }

  /** Another process met the limit of a service. */
  hold(name: LaneName, forMs: number): void {
    this.#lanes[name].limit.hold(this.#timers.now(), forMs);
    this.#pump();
  }

  #learn(name: LaneName, now: number, tenant: string, retryAfterMs: number): void {
    const lane = this.#lanes[name];
    const calm = LANES.every((one) => now - this.#lanes[one].refusedAt > TOGETHER_MS);
    if (calm && this.rateOf(name) === Number.POSITIVE_INFINITY) this.#listenUntil = now + LISTEN_MS;
    lane.refusedAt = now;
    const together = LANES.some((other) => other !== name && now - this.#lanes[other].refusedAt < TOGETHER_MS);
    // Once a common limit is known, what one service refuses is most likely that limit again.
    const shared = together || this.#shared.perSecond !== Number.POSITIVE_INFINITY;
    const heldMs = (shared ? this.#shared : lane.limit).refused(now, tenant, retryAfterMs);
    if (heldMs > 0) for (const held of shared ? LANES : [name]) this.#onHeld(held, heldMs);
  }

  #pump(): void {
    if (this.#closed) return;
    const now = this.#timers.now();
    let wanted = false;
    for (const name of LANES) {
      const lane = this.#lanes[name];
      const waits = nextWaiter(lane) !== undefined;
      wanted ||= waits;
      lane.limit.climb(now, waits);
    }
    this.#shared.climb(now, wanted);
    if (now < this.#listenUntil) {
      this.#wakeIn(this.#listenUntil - now);
      return;
    }
    let wakeMs = Number.POSITIVE_INFINITY;
    let idle = 0;
    while (this.#inFlight < Math.floor(this.#window) && idle < LANES.length) {
      const name = LANES[this.#turn % LANES.length] ?? 'entra';
      this.#turn += 1;
      const lane = this.#lanes[name];
      const waiter = nextWaiter(lane);
      const waitMs = waiter ? Math.max(this.#shared.waitMs(now), lane.limit.waitMs(now)) : Number.POSITIVE_INFINITY;
      if (!waiter || waitMs > 0) {
        wakeMs = Math.min(wakeMs, waitMs);
        idle += 1;
        continue;
      }
      idle = 0;
      lane.head += 1;
      lane.limit.take(now);
      this.#shared.take(now);
      this.#inFlight += 1;
      waiter(true);
    }
    this.#wakeIn(wakeMs);
  }

  #wakeIn(ms: number): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    if (ms === Number.POSITIVE_INFINITY) return;
    this.#cancelWake = this.#timers.after(Math.max(1, Math.ceil(ms)), () => this.#pump());
  }
}

function nextWaiter(lane: Lane): Waiter | undefined {
  if (lane.head > 1024 && lane.head * 2 > lane.queue.length) {
    lane.queue.splice(0, lane.head);
    lane.head = 0;
  }
  return lane.queue[lane.head];
}
