import { describe, expect, it } from 'vitest';
import { keepRun, useDatabase } from './fixtures.ts';
import { fail, partner, tenant } from './results.ts';
import { commit, entry, opening, PLACE, subscription } from './watch/rows.ts';

const SCHEDULE = {
  ...{ connection: 'default', cron: '0 * * * *', timeZone: 'UTC', only: null, tenants: [], offsetMs: 0, jitterMs: 0 },
  ...{ paused: false, activeSince: 0 },
};

describe('a row that is damaged', () => {
  const database = useDatabase();
  const damage = (sql: string): Promise<void> => database.exec(sql);

  it('is left out of a list whose other rows stand for themselves, and told of once', async () => {
    const told: string[] = [];
    const storage = await database.open({ onDamaged: (error) => told.push(error.message) });
    for (const id of ['one', 'two']) await storage.schedules.put({ ...SCHEDULE, id, name: id });
    await storage.subscriptions.put(subscription());
    await storage.subscriptions.put(subscription('teams:channel:2'));
    await damage(`update schedules set tenants = '{"0": "a"}' where id = 'one'`);
    await damage(`update subscriptions set quiet_hours = '{"from": "dusk"}' where place = '${PLACE}'`);
    for (let times = 0; times < 2; times += 1) {
      expect((await storage.schedules.list()).map(({ id }) => id)).toEqual(['two']);
      expect((await storage.subscriptions.list()).map(({ place }) => place)).toEqual(['teams:channel:2']);
    }
    expect(told).toEqual([
      expect.stringContaining('(table schedules, tenants of id one, connection default, name one)'),
      expect.stringContaining(`(table subscriptions, quiet_hours of place ${PLACE})`),
    ]);
  });

  it('is named where the others mean nothing without it', async () => {
    const storage = await database.open();
    await commit(storage.incidents, opening('INC-1', ['a']));
    await keepRun(storage, database.clock, 'run', {
      at: 1000,
      results: { partner: partner(), tenants: [tenant('a', fail('gdap.expired'))] },
    });
    await damage(`update tracks set checks = '{"graph.token": 3}'`);
    await damage(`update check_states set evidence = '["trace"]'`);
    await damage(`update runs set totals = '"none"'`);
    const refused = { name: 'StorageError', code: 'damaged-row' };
    await expect(storage.incidents.load('default', 0)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('(table tracks, checks of connection default, subject a, cause mfa.required)'),
    });
    await expect(storage.runs.currentStates('default')).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('(table check_states, evidence of tenantId a, checkId graph.token'),
    });
    await expect(storage.runs.latestRuns('default', 1)).rejects.toMatchObject(refused);
  });

  it('is given up where it is a delivery, and what waits behind it goes on', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([entry('broken'), entry('whole')]);
    await damage(`update outbox set content = '{"kind": "song"}' where id = 'broken'`);
    const due = await outbox.due({ now: 2000, limit: 5, exceptPlaces: [] });
    expect(due.map(({ id }) => id)).toEqual(['whole']);
    expect(await outbox.depth()).toMatchObject({ waiting: 1, dropped: 1 });
    expect(await outbox.backlog(2000)).toMatchObject([{ place: PLACE, givenUp: 1 }]);
  });
});
