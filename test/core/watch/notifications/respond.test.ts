import { describe, expect, it } from 'vitest';
import { toEdit } from '../../../../src/core/watch/notifications/outbox-writer.ts';
import type { Subscription } from '../../../../src/core/watch/notifications/subscription.ts';
import { type Harness, HOUR, MINUTE } from '../harness.ts';
import { harnessWith, open, quiet, tickUntil } from './one-each.ts';

describe('what people do', () => {
  async function withOne(rest: Partial<Subscription> = {}): Promise<{ harness: Harness; id: string }> {
    const harness = harnessWith(rest);
    await open(harness, 'mfa.required');
    harness.told();
    const [id = ''] = harness.tables.groups.keys();
    return { harness, id };
  }

  it('acknowledging edits the message and ends the reminders', async () => {
    const { harness, id } = await withOne({ remindAfterMs: HOUR });
    await tickUntil(harness, HOUR);
    expect(harness.told()).toEqual(['remind interval']);
    const group = await harness.watch.respond(id, { kind: 'acknowledge', by: 'Ada', reason: 'mailed the customer' });
    expect(group?.acknowledged).toMatchObject({ by: 'Ada', reason: 'mailed the customer' });
    await tickUntil(harness, 5 * HOUR);
    expect(harness.told()).toEqual(['edit mfa.required partner']);
  });

  it('acknowledging on a copy that nobody knew of makes it one that is edited', async () => {
    const { harness, id } = await withOne();
    const [message] = [...harness.tables.messages.values()];
    if (!message) throw new Error('nothing was told');
    await harness.outbox.noteCopy(message.id, 'known', toEdit(message, 0, harness.newId));
    const seen = { place: message?.place ?? '', address: 'older' };
    await harness.watch.respond(id, { kind: 'acknowledge', by: 'Ada', reason: '' }, seen);
    await harness.watch.respond(id, { kind: 'acknowledge', by: 'Ada', reason: '' }, { ...seen, place: 'elsewhere' });
    const [after] = [...harness.tables.messages.values()];
    expect(after).toMatchObject({ address: 'known', copies: ['older'] });
  });

  it('pressing a copy that nobody knew of of what is over brings that copy up to date', async () => {
    const { harness, id } = await withOne();
    const [message] = [...harness.tables.messages.values()];
    await open(harness);
    harness.told();
    harness.time.setBy(30 * 24 * HOUR);
    const seen = { place: message?.place ?? '', address: 'older' };
    for (let press = 0; press < 2; press += 1)
      expect(await harness.watch.respond(id, { kind: 'snooze', by: 'Ada', until: '1h' }, seen)).toBeUndefined();
    expect(harness.told()).toEqual(['edit mfa.required partner']);
    expect([...harness.tables.messages.values()]).toMatchObject([{ address: 'older' }]);
  });

  it('ends a snooze', async () => {
    const { harness, id } = await withOne();
    await harness.watch.respond(id, { kind: 'snooze', by: 'Ada', until: 'mended' });
    expect((await harness.watch.respond(id, { kind: 'wake', by: 'Bo' }))?.snoozed).toBeNull();
  });

  it('reminds no more often than wanted, and not at all by default', async () => {
    const { harness } = await withOne({ remindAfterMs: 2 * HOUR });
    await tickUntil(harness, 7 * HOUR);
    expect(harness.told()).toEqual(['remind interval', 'remind interval', 'remind interval']);
    const without = await withOne();
    await tickUntil(without.harness, 7 * HOUR);
    expect(without.harness.told()).toEqual([]);
  });

  it('reminds not in quiet hours', async () => {
    const { harness } = await withOne({ remindAfterMs: HOUR, quietHours: quiet('06:30', '10:00') });
    await tickUntil(harness, 3 * HOUR);
    expect(harness.told()).toEqual([]);
    await tickUntil(harness, HOUR);
    expect(harness.told()).toEqual(['remind interval']);
  });

  it('snoozing for an hour is silence for an hour, and then it is said again once', async () => {
    const { harness, id } = await withOne({ remindAfterMs: 10 * MINUTE });
    await harness.watch.respond(id, { kind: 'snooze', by: 'Ada', until: '1h' });
    await tickUntil(harness, 55 * MINUTE);
    expect(harness.told()).toEqual(['edit mfa.required partner']);
    await tickUntil(harness, 5 * MINUTE);
    expect(harness.told()).toEqual(['edit mfa.required partner', 'remind snooze']);
  });

  it('a snooze and a reminder from a clock that was ahead hold nothing back', async () => {
    const { harness, id } = await withOne({ remindAfterMs: HOUR });
    harness.time.setBy(24 * HOUR);
    await harness.watch.respond(id, { kind: 'snooze', by: 'Ada', until: '8h' });
    harness.told();
    harness.time.setBy(-24 * HOUR);
    await tickUntil(harness, 5 * MINUTE);
    expect(harness.told()).toContain('remind snooze');
    await tickUntil(harness, HOUR);
    expect(harness.told()).toContain('remind interval');
  });

  it('snoozing until it is mended leaves only the recovery', async () => {
    const { harness, id } = await withOne({ remindAfterMs: 10 * MINUTE });
    await harness.watch.respond(id, { kind: 'snooze', by: 'Ada', until: 'mended' });
    harness.told();
    await tickUntil(harness, 30 * HOUR);
    expect(harness.told()).toEqual([]);
    await open(harness);
    expect(harness.told()).toEqual(['edit mfa.required partner', 'recover mfa.required mended:1 tenants:1']);
  });

  it('says that there is nothing to do about what is closed or unknown', async () => {
    const { harness, id } = await withOne();
    expect(await harness.watch.respond('INC-0000', { kind: 'snooze', by: 'Ada', until: '1h' })).toBeUndefined();
    await open(harness);
    expect(await harness.watch.respond(id, { kind: 'acknowledge', by: 'Ada', reason: '' })).toBeUndefined();
  });
});
