import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';
import { commit, entry, group, incident, member, message, opening, PLACE, track } from './rows.ts';

const DAY_MS = 86_400_000;
const NOW = 400 * DAY_MS;
const RETENTION = { now: NOW, reportDays: 30, auditDays: 90, historyDays: 365 };

describe('pruning the watch', () => {
  const database = useDatabase();
  const daysAgo = (days: number): number => NOW - days * DAY_MS;
  const names = async (table: string, column = 'id'): Promise<unknown[]> =>
    (await database.rows(`select distinct ${column} as name from ${table} order by 1`)).flatMap((row) =>
      Object.values(row as object),
    );

  async function pruneAll(prune: (options: typeof RETENTION) => Promise<boolean>): Promise<number> {
    let calls = 1;
    while (await prune(RETENTION)) calls += 1;
    return calls;
  }

  it('deletes incidents that ended long ago, with who was in them and what was told of them', async () => {
    const { incidents, prune } = await database.open();
    for (const days of [390, 380, 100]) {
      const at = daysAgo(days);
      const reference = `INC-${days}`;
      const tenantIds = Array.from({ length: 1500 }, (_, index) => `tenant-${index}`);
      await commit(incidents, {
        run: { id: reference, connection: 'default', at },
        incidents: [incident(reference, { openedAt: at, closedAt: at, outcome: 'mended' })],
        groups: [group(reference, { open: 0, openedAt: at, closedAt: at })],
        joined: tenantIds.map((tenantId) => member(reference, tenantId)),
        messages: [message(`M-${days}`, [reference], { createdAt: at })],
      });
    }
    expect(await pruneAll(prune)).toBeGreaterThan(2);
    expect(await names('incidents', 'reference')).toEqual(['INC-100']);
    expect(await names('incident_members', 'reference')).toEqual(['INC-100']);
    expect(await names('incident_groups')).toEqual(['INC-100']);
    expect(await names('alert_messages')).toEqual(['M-100']);
    expect(await names('alert_message_groups', 'message_id')).toEqual(['M-100']);
    expect(await names('watch_runs', 'run_id')).toEqual(['INC-100']);
    expect(await database.brokenReferences()).toEqual([]);
  });

  it('forgets for whom was told what has ended since', async () => {
    const { incidents, prune } = await database.open();
    await commit(incidents, {
      groups: [group('INC-1'), group('INC-2', { open: 0, closedAt: NOW })],
      looks: ['', 'INC-1', 'INC-2', 'gone'].map((groupId) => ({ place: PLACE, groupId, mark: '1 a' })),
    });
    await pruneAll(prune);
    expect(await names('place_looks', 'group_id')).toEqual(['', 'INC-1']);
  });

  it('leaves what is open, what waits, and what is held, however old', async () => {
    const { incidents, outbox, prune } = await database.open();
    await commit(incidents, { ...opening('INC-1', ['a']), tracks: [track('b')] });
    await commit(incidents, {
      groups: [group('INC-2', { open: 0, closedAt: 1 })],
      held: [{ id: 'H', place: PLACE, at: 1, what: { kind: 'opening', groupId: 'INC-2' } }],
      messages: [message('M-waits', ['gone']), message('M-old', ['gone'])],
      outbox: [entry('edit', { orderKey: 'M-waits', content: { kind: 'edit', messageId: 'M-waits' } })],
    });
    await pruneAll(prune);
    expect(await names('incidents', 'reference')).toEqual(['INC-1']);
    expect(await names('incident_members', 'tenant_id')).toEqual(['a']);
    expect(await names('incident_groups')).toEqual(['INC-1', 'INC-2']);
    expect(await names('alert_messages')).toEqual(['M-waits', 'message of INC-1']);
    expect((await outbox.depth()).waiting).toBe(2);
    expect(await names('tracks', 'subject')).toEqual(['b']);
  });

  it('forgets received activities, deliveries given up, and windows that are over', async () => {
    const { replayLedger, outbox, accepted, prune } = await database.open();
    await replayLedger.firstSeen('over', NOW);
    await replayLedger.firstSeen('lasts', NOW + 1);
    await outbox.enqueue([entry('old'), entry('new')]);
    await outbox.drop('old', daysAgo(91), 'refused');
    await outbox.drop('new', daysAgo(89), 'refused');
    for (const days of [366, 364]) {
      const window = { id: `W${days}`, connection: 'default', tenantId: null, from: 0, to: daysAgo(days) };
      await accepted.putWindow({ ...window, reason: '', createdBy: 'Ada' });
    }
    await pruneAll(prune);
    expect(await names('received_activities', 'key')).toEqual(['lasts']);
    expect(await names('given_up_deliveries')).toEqual(['new']);
    expect((await outbox.depth()).dropped).toBe(2);
    expect(await names('maintenance_windows')).toEqual(['W364']);
  });
});
