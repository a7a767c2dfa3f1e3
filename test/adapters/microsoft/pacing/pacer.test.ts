import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../../src/adapters/microsoft/pacing/pacer.ts';
import { budget, runFleet, type VirtualFleet } from './virtual-service.ts';

const fleet: VirtualFleet = { tenants: 1000, latencyMs: 80, mostInFlight: 128, retryAfterMs: 1000, admits: () => true };
const REQUESTS = 4 * fleet.tenants;

describe('Pacer', () => {
  it('never has more in flight than allowed', async () => {
    const outcome = await runFleet({ ...fleet, mostInFlight: 5, tenants: 50 });
    expect(outcome.mostInFlight).toBe(5);
  });

  it('fills every slot of a service that refuses nothing, after a short ramp', async () => {
    const ideal = (REQUESTS * fleet.latencyMs) / fleet.mostInFlight / 1000;
    const { seconds, mostInFlight } = await runFleet(fleet);
    expect(mostInFlight).toBe(fleet.mostInFlight);
    expect(seconds).toBeLessThan(ideal * 1.12);
  });

  it.each(['fixed', 'sliding', 'bucket'] as const)(
    'stays just below a shared budget of 100 requests a second (%s window)',
    async (kind) => {
      const { sent, refused, seconds } = await runFleet({ ...fleet, admits: budget(100, 'shared', kind) });
      expect(refused / sent).toBeLessThan(0.05);
      expect(REQUESTS / seconds).toBeGreaterThan(90);
    },
  );

  it('paces each service on its own when each has a budget', async () => {
    const { sent, refused, seconds } = await runFleet({ ...fleet, admits: budget(50, 'each', 'fixed') });
    expect(refused / sent).toBeLessThan(0.05);
    // Half of the requests are for tokens, so that service is what bounds the fleet.
    expect(REQUESTS / 2 / seconds).toBeGreaterThan(45);
  });

  it('climbs again when a service stops refusing', async () => {
    const early = budget(50, 'shared', 'fixed');
    const admits: VirtualFleet['admits'] = (lane, tenant, now) => now > 10_000 || early(lane, tenant, now);
    const { seconds } = await runFleet({ ...fleet, admits });
    expect(seconds).toBeLessThan(45);
  });

  it('does not slow the fleet for some tenants that are throttled for themselves', async () => {
    const admits: VirtualFleet['admits'] = (lane, tenant, now) =>
      !(lane === 'graph' && tenant.endsWith('7') && now < 3000);
    const { seconds } = await runFleet({ ...fleet, admits });
    expect(seconds).toBeLessThan(5);
  });

  it('tells of a limit that a service met, and stands still where another process met it', async () => {
    let now = 0;
    const held: unknown[] = [];
    const pacer = new Pacer(8, { now: () => now, after: () => () => {} }, (...told) => held.push(told));
    await Promise.all([pacer.acquire('graph'), pacer.acquire('graph')]);
    for (const tenant of ['one', 'two']) {
      pacer.release('graph', { outcome: 'refused', tenant, again: false, retryAfterMs: 3000 });
    }
    expect(held).toEqual([['graph', 3000]]);
    const other = new Pacer(8, { now: () => now, after: () => () => {} });
    expect(other.rateOf('graph')).toBe(Number.POSITIVE_INFINITY);
    other.hold('graph', 3000);
    expect([other.rateOf('graph'), other.rateOf('entra')]).toEqual([2, Number.POSITIVE_INFINITY]);
    let went = false;
    void other.acquire('graph').then(() => {
      went = true;
    });
    expect(await other.acquire('entra')).toBe(true);
    expect(went).toBe(false);
    now = 3001;
    void other.acquire('graph');
    await new Promise(setImmediate);
    expect(went).toBe(true);
  });

  it('sends away whoever waits when it is closed', async () => {
    const pacer = new Pacer(1, { now: () => 0, after: () => () => {} });
    expect(await pacer.acquire('graph')).toBe(true);
    const waiting = pacer.acquire('graph');
    pacer.close();
    expect(await waiting).toBe(false);
    expect(await pacer.acquire('entra')).toBe(false);
  });
});
