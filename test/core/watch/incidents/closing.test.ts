import { describe, expect, it } from 'vitest';
import { check, failing, notTested, tenantId, tenantResult, working } from '../../fixtures.ts';
import { Harness, HOUR, MINUTE } from '../harness.ts';
import { blocked, CA, fleet, opened, ours, timedOut } from './fleet.ts';

describe('closing an incident', () => {
  it('takes two passes, and asks for a quick re-check after the first', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    harness.tables.rechecks.clear();
    await harness.time.advance(HOUR);
    await harness.retest([working(1)], 'Ada');
    expect(harness.open()).toHaveLength(1);
    expect(harness.tables.rechecks.get('default')).toBeDefined();
    await harness.time.advance(3 * MINUTE);
    await harness.retest([working(1)], 'Ada');
    expect(harness.told()).toEqual([`edit ${CA} customer`, `recover ${CA} mended:1 tenants:1`]);
    expect(harness.tables.outbox.at(-1)?.content).toMatchObject({
      recovery: { names: ['Tenant 1'], lastedMs: HOUR + 6 * MINUTE, mendedBy: { kind: 'tested-again', by: 'Ada' } },
    });
  });

  it.each([
    ['was not tested', notTested(1)],
    ['is unknown', timedOut(1)],
    [
      'was tested for Exchange alone',
      tenantResult(1, [check('exchange.token', 'pass'), check('exchange.read', 'pass')]),
    ],
  ])('never comes of a tenant that %s', async (_name, tenant) => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    for (let count = 0; count < 5; count += 1) {
      await harness.time.advance(HOUR);
      await harness.sweep(fleet(tenant));
    }
    expect(harness.open()).toContain(`${CA} customer 1`);
    expect(harness.tables.tracks.get(`default ${tenantId(1)} ${CA}`)?.passingSince).toBeNull();
  });

  it('starts again with a failure in between', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    for (const tenant of [working(1), blocked(1), working(1), blocked(1)]) {
      await harness.time.advance(HOUR);
      await harness.sweep(fleet(tenant));
    }
    expect(harness.open()).toHaveLength(1);
    expect(harness.told()).toEqual([]);
  });

  it('does not say mended of a tenant that fails for another cause', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    for (let count = 0; count < 2; count += 1) {
      await harness.time.advance(HOUR);
      await harness.sweep(fleet(failing(1, 'mfa.required')));
    }
    expect(harness.open()).toEqual(['mfa.required customer 1']);
    expect(harness.told()).toEqual([
      `edit ${CA} customer`,
      `recover ${CA} replaced:1 tenants:1`,
      'open mfa.required customer',
    ]);
  });

  it.each([
    ['unknown', 'network.unreachable', 'network'],
    ['fail', 'service.unavailable', 'microsoft'],
  ] as const)('is not ended by what kept the answer away: %s, %s', async (status, cause, owner) => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    const outage = tenantResult(1, [check('graph.token', status, { cause, owner })]);
    await opened(harness, outage);
    await harness.time.advance(HOUR);
    await opened(harness, outage);
    expect(harness.open()).toEqual([`${CA} customer 1`, `${cause} ${owner} 1`]);
    await harness.time.advance(HOUR);
    await opened(harness, blocked(1));
    expect(harness.open()).toEqual([`${CA} customer 1`]);
  });

  it('does not end where the cause shows at another check in the same run', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    const graph = [check('graph.token', 'pass'), check('graph.read', 'pass')];
    const moved = tenantResult(1, [...graph, check('exchange.token', 'fail', { cause: CA, owner: 'customer' })]);
    for (const tenant of [working(1), moved, moved]) {
      await harness.time.advance(HOUR);
      await harness.sweep(fleet(tenant));
    }
    expect(harness.open()).toEqual([`${CA} customer 1`]);
    expect(harness.told()).toEqual([]);
  });

  it('keeps an incident of many open until the last of them works', async () => {
    const harness = new Harness();
    await opened(harness, ours(1), ours(2), ours(3));
    for (const bad of [[ours(3)], [ours(3)], [], []]) {
      await harness.time.advance(HOUR);
      await harness.sweep(fleet(...bad));
    }
    expect(harness.told()).toEqual([
      'edit account.no-path partner',
      'edit account.no-path partner',
      'recover account.no-path mended:1 tenants:1',
    ]);
  });

  it('counts a tenant that left the customer list as gone, after two lists without it', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    const without = fleet().filter((tenant) => tenant.tenantId !== tenantId(1));
    await harness.time.advance(HOUR);
    await harness.sweep(without);
    expect(harness.told()).toEqual([]);
    await harness.time.advance(HOUR);
    await harness.sweep(without);
    expect(harness.told()).toEqual([`edit ${CA} customer`, `recover ${CA} vanished:1 tenants:1`, 'notice -1 +0']);
    await harness.time.advance(HOUR);
    await harness.sweep(without);
    expect(harness.told()).toEqual([]);
    await harness.sweep([...fleet(), working(99)]);
    expect(harness.told()).toEqual(['notice -0 +1']);
  });
});

describe('flapping', () => {
  it('is named at the third time within a day, and then neither repeated nor called mended before it was quiet', async () => {
    const harness = new Harness();
    const cycle = async (): Promise<void> => {
      for (const tenant of [blocked(1), blocked(1), working(1), working(1)]) {
        await harness.sweep(fleet(tenant));
        await harness.time.advance(10 * MINUTE);
      }
    };
    for (let count = 0; count < 6; count += 1) await cycle();
    const told = harness.told();
    expect(told.filter((one) => one.startsWith('open'))).toHaveLength(3);
    expect(told.filter((one) => one.startsWith('recover'))).toHaveLength(2);
    expect([...harness.tables.incidents.values()].at(-1)).toMatchObject({ flapping: true, cycles: 3, closedAt: null });
    for (let count = 0; count < 4; count += 1) {
      await harness.time.advance(HOUR);
      await harness.sweep(fleet());
    }
    expect(harness.told()).toEqual([`edit ${CA} customer`, `recover ${CA} mended:1 tenants:1`]);
  });
});
