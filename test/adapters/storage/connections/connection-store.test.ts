import { describe, expect, it } from 'vitest';
import type { StoredConnection } from '../../../../src/core/credentials/stored-connection.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { fail, pass, tenant } from '../results.ts';

const SECRETS = ['acme.secret'];
const stored = (name: string): StoredConnection => ({
  ...{ id: `id-of-${name}`, name, kind: 'app-only', cloud: 'global', applicationId: 'app', tenant: `${name}.example` },
  ...{ includeOwnTenant: false, vaultUrl: null, directTenant: null, createdAt: 0 },
});

describe('a connection under a name that another one had', () => {
  const database = useDatabase();
  let runs = 0;

  /** Where a connection acme was tested and removed; what was found out about it stays. */
  async function afterAcme() {
    const storage = await database.open();
    const { connections, runs: store } = storage;
    const sweep = (connection: string, check = fail('credential.secret-expired')) => {
      runs += 1;
      const results = { tenants: [tenant('a', check)] };
      return keepRun(storage, database.clock, `RUN-${runs}`, { at: runs * 1000, connection, results });
    };
    await connections.add(stored('acme'), []);
    await sweep('acme');
    const given = { tenantId: 'a', tag: 'vip' };
    await storage.tags.change('acme', { add: [given], remove: [] });
    await connections.remove(stored('acme'), SECRETS);
    const statuses = async (): Promise<string[]> =>
      (await store.currentStates('acme')).map(({ status, cause }) => `${status} ${cause}`);
    return { connections, store, sweep, statuses };
  }

  it('is nothing known of before it is tested, and keeps what people decided', async () => {
    const { connections, store, sweep, statuses } = await afterAcme();
    expect(await statuses()).toEqual(['fail credential.secret-expired']);
    expect(await connections.add(stored('acme'), [])).toBe(true);
    expect(await statuses()).toEqual([]);
    expect(await store.fleet('acme')).toEqual({ listReadAt: null, tenants: [] });
    expect(await store.latestRuns('acme', 9)).toEqual([]);
    // Who has which tag is looked up again.
    expect(await database.rows("select * from tag_revisions where connection = 'acme'")).toEqual([]);
    expect(await database.rows("select tag from tenant_tags where connection = 'acme'")).toEqual([{ tag: 'vip' }]);
    await sweep('acme', pass());
    expect(await statuses()).toEqual(['pass null']);
  });

  it('can be renamed to it, with what is known of itself', async () => {
    const { connections, sweep, statuses } = await afterAcme();
    await connections.add(stored('bee'), []);
    await sweep('bee', pass());
    expect(await connections.rename('bee', 'acme')).toBe('renamed');
    expect(await statuses()).toEqual(['pass null']);
  });
});
