import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';
import { commit, entry, opening, PLACE, subscription } from './rows.ts';

describe('subscriptions', () => {
  const database = useDatabase();
  const whole = subscription(PLACE, {
    connections: ['default', "o'brien"],
    causes: ['gdap.', 'mfa.required'],
    owners: ['partner', 'unknown'],
    minimumSeverity: 'critical',
    quietHours: { from: 1320, to: 420, timeZone: 'Europe/Berlin', passCritical: true },
    remindAfterMs: 3_600_000,
    tagged: { tags: ['emea'], withoutTags: ['vip'] },
    afterMs: 1_800_000,
    createdBy: '<b>Ada</b>',
  });

  it('are kept whole, one for each place', async () => {
    const { subscriptions } = await database.open();
    await subscriptions.put(subscription());
    await subscriptions.put(whole);
    await subscriptions.put(subscription('teams:channel:2', { createdAt: 5 }));
    expect(await subscriptions.list()).toEqual([subscription('teams:channel:2', { createdAt: 5 }), whole]);
  });

  it('work again once they are put again', async () => {
    const { subscriptions, outbox } = await database.open();
    await subscriptions.put(whole);
    await outbox.abandonPlace({ place: PLACE, at: 5, problem: 'gone', notices: [] });
    expect(await subscriptions.list()).toEqual([{ ...whole, broken: { since: 5, problem: 'gone' } }]);
    await subscriptions.put(whole);
    expect(await subscriptions.list()).toEqual([whole]);
  });

  it('take with them what waits for their place, and that is not called given up', async () => {
    const { subscriptions, outbox, incidents } = await database.open();
    await subscriptions.put(whole);
    await commit(incidents, opening('INC-1', ['a']));
    await outbox.enqueue([entry('other', { place: 'teams:channel:2' })]);
    expect(await subscriptions.remove(PLACE)).toBe(true);
    expect(await subscriptions.remove(PLACE)).toBe(false);
    expect(await subscriptions.list()).toEqual([]);
    expect(await outbox.depth()).toEqual({ waiting: 1, oldestAt: 1000, dropped: 0 });
    expect((await incidents.loadNotifications(0)).messages).toEqual([]);
  });
});
