import { describe, expect, it } from 'vitest';
import { PARTNER_STATE_KEY } from '../../../../src/core/diagnosis/report/run-store.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { check, fail, partner, pass, tenant } from '../results.ts';

const DAY_MS = 86_400_000;

describe('the current states', () => {
  const database = useDatabase();

  it('say everything that is known of each check, the partner included', async () => {
    const storage = await database.open();
    const first = { partner: partner(check('warn', { id: 'partner.mfa' })), tenants: [tenant('a', pass())] };
    await keepRun(storage, database.clock, 'one', { at: 1000, results: first });
    const second = { tenants: [tenant('a', fail('gdap.expired', 'trace-2'), pass('graph.read'))] };
    await keepRun(storage, database.clock, 'two', { at: 2000, results: second });
    expect(await storage.runs.currentStates('default')).toEqual([
      {
        tenantId: 'a',
        displayName: 'Name of a',
        defaultDomainName: 'a.example',
        lastSeenAt: 2010,
        checkId: 'graph.read',
        status: 'pass',
        cause: null,
        owner: null,
        reason: null,
        evidence: null,
        confidence: null,
        since: 2000,
        failingSince: null,
        testedAt: 2000,
        freshUntil: 2000 + DAY_MS,
      },
      {
        tenantId: 'a',
        displayName: 'Name of a',
        defaultDomainName: 'a.example',
        lastSeenAt: 2010,
        checkId: 'graph.token',
        status: 'fail',
        cause: 'gdap.expired',
        owner: 'customer',
        reason: 'It fails: gdap.expired.',
        evidence: { traceId: 'trace-2' },
        confidence: null,
        since: 2000,
        failingSince: 2000,
        testedAt: 2000,
        freshUntil: 2000 + DAY_MS,
      },
      {
        tenantId: PARTNER_STATE_KEY,
        displayName: null,
        defaultDomainName: null,
        lastSeenAt: null,
        checkId: 'partner.mfa',
        status: 'warn',
        cause: null,
        owner: null,
        reason: null,
        evidence: null,
        confidence: null,
        since: 1000,
        failingSince: null,
        testedAt: 1000,
        freshUntil: 1000 + DAY_MS,
      },
    ]);
  });

  it('can be only those of some tenants, and only the bad ones', async () => {
    const storage = await database.open();
    const tenants = [
      tenant('a', fail('gdap.expired'), pass('graph.read')),
      tenant('b', check('unknown')),
      tenant('c', check('warn'), pass('graph.read')),
    ];
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants } });
    await keepRun(storage, database.clock, 'two', { at: 1000, results: { tenants }, connection: 'other' });
    const found = async (options: { tenantIds?: string[]; onlyBad?: boolean }): Promise<string[]> =>
      (await storage.runs.currentStates('default', options)).map(({ tenantId, checkId }) => `${tenantId} ${checkId}`);
    expect(await found({ onlyBad: true })).toEqual(['a graph.token', 'b graph.token']);
    expect(await found({ tenantIds: ['c', 'a', 'a', 'x'] })).toEqual([
      'a graph.read',
      'a graph.token',
      'c graph.read',
      'c graph.token',
    ]);
    expect(await found({ tenantIds: ['c', 'b'], onlyBad: true })).toEqual(['b graph.token']);
    expect(await found({ tenantIds: [] })).toEqual([]);
  });

  it('are whole for thousands of tenants, each check once', async () => {
    const storage = await database.open();
    const tenants = Array.from({ length: 900 }, (_, index) =>
      tenant(`t${index}`, index % 3 === 0 ? fail('gdap.expired') : pass(), pass('graph.read'), pass('exchange.token')),
    );
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { tenants } });
    const states = await storage.runs.currentStates('default');
    expect(new Set(states.map(({ tenantId, checkId }) => `${tenantId} ${checkId}`)).size).toBe(2700);
    expect(states).toHaveLength(2700);
    expect(await storage.runs.currentStates('default', { onlyBad: true })).toHaveLength(300);
    const tenantIds = tenants.map((one) => one.tenantId);
    expect(await storage.runs.currentStates('default', { tenantIds })).toHaveLength(2700);
  });
});
