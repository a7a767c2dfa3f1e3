import { describe, expect, it } from 'vitest';
import { runsWithin } from '../../../../src/core/chat/calls/runs-within.ts';
import type { KnownRuns, TenantSearch } from '../../../../src/core/diagnosis/report/run-store.ts';
import { tenantId } from '../../fixtures.ts';

const ALL = Array.from({ length: 3000 }, (_, index) => ({
  tenantId: tenantId(index),
  displayName: `Tenant ${index}`,
  defaultDomainName: null,
  ...{ firstSeenAt: 1, lastSeenAt: 1 },
}));

/** Runs of which only the tenants are asked, as a store answers. */
const runs = {
  knownTenants: async (_connection: string, { query = '', limit, tenantIds }: TenantSearch) =>
    ALL.filter((one) => one.displayName.includes(query) && (tenantIds?.includes(one.tenantId) ?? true)).slice(0, limit),
} as unknown as KnownRuns;

describe('the tenants that somebody may find', () => {
  it.each([10, 400, 2500])('are the own alone, and none of %i is missed', async (count) => {
    // The last ones, so that a search comes upon others first.
    const own = new Set(ALL.slice(-count).map((one) => one.tenantId));
    const within = runsWithin(runs, new Map([['default', own]]));
    for (const query of ['', 'Tenant 2', '299', 'nobody'])
      for (const limit of [1, 25, 20_000]) {
        const found = await within.knownTenants('default', { query, limit });
        const expected = await runs.knownTenants('default', { query, limit, tenantIds: [...own] });
        expect(found).toEqual(expected);
      }
    expect(await within.knownTenants('other', { limit: 25 })).toEqual([]);
  });
});
