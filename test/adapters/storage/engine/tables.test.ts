import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTables } from '../../../../src/adapters/storage/copy/copied-table.ts';
import { openDatabase } from '../../../../src/adapters/storage/engine/engines.ts';
import type { Schema } from '../../../../src/adapters/storage/engine/schema.ts';
import { walkSteps } from '../../../../src/adapters/storage/messages/create-walk-store.ts';
import { reportSteps } from '../../../../src/adapters/storage/reports/create-report-store.ts';
import { runSteps } from '../../../../src/adapters/storage/runs/prune-runs.ts';
import { watchSteps } from '../../../../src/adapters/storage/watch/prune-watch.ts';

/**
 * How the rows of each table end. `lasts`: as many as there are things that people set up or that exist, and removed with
 * them. `used`: removed by what they wait for. `pruned`: too old at some time, and deleted by housekeeping. `with`: gone with
 * the rows of another table.
 */
const ENDS: Readonly<Record<keyof Schema, 'lasts' | 'used' | 'pruned' | `with ${string}`>> = {
  acceptedFailures: 'lasts',
  alertMessageGroups: 'with alert_messages',
  alertMessages: 'pruned',
  // One for each service of an app.
  appHolds: 'lasts',
  // By the log itself, which keeps its chain whole.
  auditLog: 'used',
  boundChannels: 'lasts',
  checkStates: 'pruned',
  connectionWorkspaces: 'lasts',
  connections: 'lasts',
  conversations: 'used',
  customerLists: 'lasts',
  givenUpDeliveries: 'pruned',
  grants: 'lasts',
  heldAlerts: 'used',
  incidentGroups: 'pruned',
  incidentMembers: 'pruned',
  incidents: 'pruned',
  instance: 'lasts',
  maintenanceWindows: 'pruned',
  outbox: 'used',
  placeLooks: 'pruned',
  receivedActivities: 'pruned',
  rechecks: 'used',
  renewals: 'used',
  runBatches: 'used',
  runMessages: 'used',
  runReportParts: 'pruned',
  runReports: 'pruned',
  runs: 'pruned',
  scheduleStates: 'with schedules',
  schedules: 'lasts',
  secrets: 'lasts',
  settings: 'lasts',
  spreadRuns: 'used',
  standingReports: 'lasts',
  subscriptions: 'lasts',
  tagGrants: 'lasts',
  tagRules: 'lasts',
  tagRevisions: 'lasts',
  relationshipEnds: 'lasts',
  tenantLicences: 'lasts',
  tenantTags: 'lasts',
  tenants: 'lasts',
  tracks: 'used',
  walks: 'pruned',
  watchConnections: 'lasts',
  watchRuns: 'pruned',
  watchState: 'lasts',
};

describe('the tables', () => {
  let db: Kysely<Schema>;
  beforeAll(async () => {
    ({ db } = await openDatabase(':memory:', 1000, () => {}));
  });
  afterAll(() => db.destroy());

  const tables = (end: RegExp): string[] =>
    Object.entries(ENDS).flatMap(([table, said]) => (end.test(said) ? [toTableName(table)] : []));

  it('are those of the schema, each of which says how its rows end', async () => {
    const names = (await listTables(db)).map(({ name }) => name);
    expect(tables(/./).sort()).toEqual(names.sort());
  });

  it('are pruned where their rows grow old, and no others are', () => {
    const watch = watchSteps({ now: 0, historyBefore: 0, auditBefore: 0 });
    const steps = [...reportSteps(0), ...runSteps(0), ...walkSteps(0), ...watch];
    const deleted = steps.map(({ statement }) => /delete from (\w+)/.exec(statement.compile(db).sql)?.[1]);
    expect([...new Set(deleted)].sort()).toEqual(tables(/^pruned$/).sort());
  });

  it.each(Object.entries(ENDS).flatMap(([table, end]) => (end.startsWith('with ') ? [[table, end.slice(5)]] : [])))(
    'lose the rows of %s with those of %s',
    async (table, owner) => {
      const keys = sql<{ owner: string; onDelete: string }>`
        select "table" as owner, on_delete from pragma_foreign_key_list(${toTableName(table ?? '')})`;
      const { rows } = await keys.execute(db);
      expect(rows).toContainEqual({ owner, onDelete: 'CASCADE' });
    },
  );
});

function toTableName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
