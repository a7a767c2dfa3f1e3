import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../../src/adapters/storage/engine/schema.ts';
import type { StoredConnection } from '../../../../src/core/credentials/stored-connection.ts';
import { itOnFile, keepRun, useDatabase } from '../fixtures.ts';
import { fail, pass, tenant } from '../results.ts';

const SECRETS = ['acme.secret'];
const stored = (name: string): StoredConnection => ({
  ...{ id: `id-of-${name}`, name, kind: 'app-only', cloud: 'global', applicationId: 'app', tenant: `${name}.example` },
  ...{ includeOwnTenant: false, vaultUrl: null, directTenant: null, createdAt: 0 },
});

type OfConnection = { [T in keyof Schema]: Schema[T] extends { connection: unknown } ? T : never }[keyof Schema];

/** Whether what a table has of a connection that was removed is that of the next one of its name, or goes aside. */
const OF_THE_NEXT: Readonly<Record<OfConnection, 'stays' | 'aside'>> = {
  acceptedFailures: 'stays',
  checkStates: 'aside',
  customerLists: 'aside',
  incidentGroups: 'aside',
  incidents: 'aside',
  maintenanceWindows: 'stays',
  rechecks: 'aside',
  relationshipEnds: 'aside',
  renewals: 'stays',
  runBatches: 'stays',
  runs: 'aside',
  schedules: 'stays',
  standingReports: 'stays',
  tagRevisions: 'aside',
  tagRules: 'stays',
  tenantLicences: 'aside',
  tenantTags: 'stays',
  tenants: 'aside',
  tracks: 'aside',
  watchConnections: 'aside',
  watchRuns: 'aside',
};

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

  itOnFile('finds in each table what was decided, and of what was found out nothing', async () => {
    const { connections } = await database.open();
    const file = database.connect();
    for (const checked of ['foreign_keys = off', 'ignore_check_constraints = on']) file.pragma(checked);
    const columns = file.prepare<[], { name: string; of: string; type: string }>(`
      select tables.name as "of", columns.name, columns.type
      from sqlite_schema as tables, pragma_table_info(tables.name) as columns
      where tables.type = 'table' and (columns.pk or columns."notnull" and columns.dflt_value is null)`);
    const tables = Map.groupBy(columns.all(), ({ of }) => of);
    const own = [...tables].filter(([, all]) => all.some(({ name }) => name === 'connection'));
    for (const [table, all] of own) {
      const values = all.map(({ name, type }) => (name === 'connection' ? 'acme' : /int/i.test(type) ? 0 : 'x'));
      const names = all.map(({ name }) => `"${name}"`).join();
      file.prepare(`insert into ${table} (${names}) values (${values.map(() => '?').join()})`).run(values);
    }
    await connections.add(stored('acme'), []);
    const stays = (table: string) => file.prepare(`select 1 from ${table} where connection = 'acme'`).all().length > 0;
    const found = own.map(([table]) => [toCamelCase(table), stays(table) ? 'stays' : 'aside']);
    expect(Object.fromEntries(found)).toEqual(OF_THE_NEXT);
  });
});

function toCamelCase(table: string): string {
  return table.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
