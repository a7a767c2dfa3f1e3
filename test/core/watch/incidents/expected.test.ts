import { describe, expect, it } from 'vitest';
import { tenantId } from '../../fixtures.ts';
import { Harness, HOUR, START } from '../harness.ts';
import { blocked, CA, opened } from './fleet.ts';

describe('what is expected', () => {
  const accepted = {
    connection: 'default',
    tenantId: tenantId(1),
    reason: 'no Exchange',
    acceptedAt: 0,
    acceptedBy: 'Ada',
  };

  it('opens nothing', async () => {
    const harness = new Harness();
    harness.tables.accepted.push({ ...accepted, checkId: 'graph.token', until: START + HOUR });
    await opened(harness, blocked(1));
    expect(harness.open()).toEqual([]);
    await harness.time.advance(HOUR);
    await opened(harness, blocked(1));
    expect(harness.open()).toHaveLength(1);
  });

  it('ends its part in an incident at once', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    harness.tables.accepted.push({ ...accepted, checkId: null, until: null });
    await harness.watch.recordAccepted('default');
    expect(harness.told()).toEqual([`edit ${CA} customer`, `recover ${CA} accepted:1 tenants:1`]);
  });

  it('raises no suspicion in a maintenance window, and does after it', async () => {
    const harness = new Harness();
    const window = {
      id: 'w',
      connection: 'default',
      from: START - 1,
      to: START + HOUR,
      reason: 'move',
      createdBy: 'Ada',
    };
    harness.tables.windows.push({ ...window, tenantId: tenantId(1) });
    await opened(harness, blocked(1), blocked(2));
    expect(harness.open()).toEqual([`${CA} customer 1`]);
    await harness.time.advance(HOUR);
    await opened(harness, blocked(1), blocked(2));
    expect(harness.open()).toHaveLength(2);
  });

  it('holds for every tenant of a tag, as long as it has it', async () => {
    const harness = new Harness();
    const later = { from: START + HOUR, to: START + 2 * HOUR };
    const window = { id: 'w', connection: 'default', ...later, reason: '', createdBy: 'Ada' };
    harness.tables.accepted.push({ ...accepted, tenantId: 'tag:calm', checkId: null, until: START + HOUR });
    harness.tables.windows.push({ ...window, tenantId: 'tag:calm' });
    harness.kept = { given: [1, 2].map((number) => ({ tenantId: tenantId(number), tag: 'calm' })), rules: [] };
    await opened(harness, blocked(1), blocked(2));
    await harness.time.advance(HOUR);
    await opened(harness, blocked(1), blocked(2));
    expect(harness.open()).toEqual([]);
    harness.kept = { given: [{ tenantId: tenantId(1), tag: 'calm' }], rules: [] };
    await opened(harness, blocked(1), blocked(2));
    expect(harness.open()).toEqual([`${CA} customer 1`]);
  });

  it('holds for those of several tags, and not for whom one of them leaves out', async () => {
    const harness = new Harness();
    const given = (number: number, tag: string) => ({ tenantId: tenantId(number), tag });
    harness.kept = { given: [given(1, 'calm'), given(2, 'calm'), given(2, 'test'), given(3, 'vip')], rules: [] };
    harness.tables.accepted.push({ ...accepted, tenantId: 'tag:calm,vip/test', checkId: null, until: null });
    await opened(harness, blocked(1), blocked(2), blocked(3), blocked(4));
    expect(harness.tables.stays.map((stay) => stay.tenantId).sort()).toEqual([tenantId(2), tenantId(4)]);
  });
});
