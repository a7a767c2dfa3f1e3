import { type LaneName, Pacer } from '../../../../src/adapters/microsoft/pacing/pacer.ts';
import type { PacingTime } from '../../../../src/adapters/microsoft/pacing/pacing-time.ts';

interface Event {
  at: number;
  order: number;
  run: () => void;
}

/** Time that only passes when nothing else is left to do. */
class VirtualTime implements PacingTime {
  #now = 0;
  #order = 0;
  #events: Event[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    this.#order += 1;
    const event = { at: this.#now + ms, order: this.#order, run };
    this.#events.push(event);
    return () => {
      event.run = () => {};
    };
  }

  async runUntil(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      if (isDone()) return;
      this.#events.sort((a, b) => a.at - b.at || a.order - b.order);
      const event = this.#events.shift();
      if (!event) throw new Error('nothing is left to happen, and it is not done');
      this.#now = Math.max(this.#now, event.at);
      event.run();
    }
  }
}

export interface VirtualFleet {
  tenants: number;
  latencyMs: number;
  mostInFlight: number;
  retryAfterMs: number;
  /** Whether a request is let through. */
  admits: (lane: LaneName, tenant: string, now: number) => boolean;
}

export interface FleetOutcome {
  seconds: number;
  sent: number;
  refused: number;
  mostInFlight: number;
}

/** Admits a number of requests in each second, counted over all services or for each. */
export function budget(
  perSecond: number,
  scope: 'shared' | 'each',
  kind: 'fixed' | 'sliding' | 'bucket',
): VirtualFleet['admits'] {
  const windows = new Map<string, number>();
  const logs = new Map<string, number[]>();
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (lane, _tenant, now) => {
    const key = scope === 'shared' ? 'all' : lane;
    if (kind === 'fixed') {
      // Seconds of the service do not begin with ours.
      const second = `${key} ${Math.floor((now + 370) / 1000)}`;
      const used = (windows.get(second) ?? 0) + 1;
      windows.set(second, used);
      return used <= perSecond;
    }
    if (kind === 'sliding') {
      const log = (logs.get(key) ?? []).filter((at) => at > now - 1000);
      logs.set(key, log);
      if (log.length >= perSecond) return false;
      log.push(now);
      return true;
    }
    const bucket = buckets.get(key) ?? { tokens: perSecond, at: now };
    buckets.set(key, bucket);
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) * perSecond) / 1000);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}

/** Lets a fleet's requests through a pacer in virtual time: for each tenant two tokens, then Graph and Exchange. */
export async function runFleet({
  tenants,
  latencyMs,
  mostInFlight,
  retryAfterMs,
  admits,
}: VirtualFleet): Promise<FleetOutcome> {
  const time = new VirtualTime();
  const pacer = new Pacer(mostInFlight, time);
  const outcome = { seconds: 0, sent: 0, refused: 0, mostInFlight: 0 };
  let jitter = 0;
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void time.after(ms, resolve));
  const request = async (lane: LaneName, tenant: string): Promise<void> => {
    for (let refusals = 0; ; ) {
      await pacer.acquire(lane);
      outcome.sent += 1;
      outcome.mostInFlight = Math.max(outcome.mostInFlight, pacer.inFlight);
      await wait(latencyMs / 2);
      const admitted = admits(lane, tenant, time.now());
      await wait(latencyMs / 2);
      if (admitted) return pacer.release(lane, { outcome: 'passed' });
      refusals += 1;
      outcome.refused += 1;
      pacer.release(lane, { outcome: 'refused', tenant, again: refusals > 1, retryAfterMs });
      jitter = (jitter + 0.618) % 1;
      await wait(retryAfterMs * (1 + jitter / 4));
    }
  };
  let next = 0;
  let finished = 0;
  const work = async (): Promise<void> => {
    while (next < tenants) {
      next += 1;
      const tenant = `tenant-${next}`;
      const pair = async (lane: LaneName): Promise<void> => {
        await request('entra', tenant);
        await request(lane, tenant);
      };
      await Promise.all([pair('graph'), pair('exchange')]);
      finished += 1;
    }
  };
  for (let worker = 0; worker < mostInFlight; worker += 1) void work();
  await time.runUntil(() => finished === tenants);
  return { ...outcome, seconds: time.now() / 1000 };
}
