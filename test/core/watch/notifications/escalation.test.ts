import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../../../src/core/watch/notifications/subscription.ts';
import { tenantId, working } from '../../fixtures.ts';
import { Harness, MINUTE } from '../harness.ts';
import { open, quiet, tickUntil } from './one-each.ts';

const PAGER = 'route:pager';

/** A channel that is told at once, and a route that waits half an hour for somebody to acknowledge. */
function waiting(rest: Partial<Subscription> = {}): Harness {
  const harness = new Harness();
  harness.subscribe({ place: PAGER, afterMs: 30 * MINUTE, ...rest });
  return harness;
}

/** What the route was told, by kind. */
const toldTo = (harness: Harness, place = PAGER) =>
  harness.tables.outbox.filter((row) => row.place === place).map(({ content }) => content.kind);

const groupOf = (harness: Harness) => [...harness.tables.groups.keys()][0] ?? '';

describe('a place that waits for others', () => {
  it('is told once of what nobody acknowledged in its time, and then of its end', async () => {
    const harness = waiting();
    await open(harness, 'mfa.required');
    await tickUntil(harness, 25 * MINUTE);
    expect(toldTo(harness)).toEqual([]);
    await tickUntil(harness, 30 * MINUTE);
    expect(toldTo(harness)).toEqual(['open']);
    await open(harness);
    expect(toldTo(harness)).toEqual(['open', 'edit', 'recover']);
  });

  it('is told nothing of what somebody acknowledged or snoozed, or what ended by itself', async () => {
    for (const response of [
      { kind: 'acknowledge', by: 'Ada', reason: '' },
      { kind: 'snooze', by: 'Ada', until: 'mended' },
    ] as const) {
      const harness = waiting();
      await open(harness, 'mfa.required');
      await harness.watch.respond(groupOf(harness), response);
      await tickUntil(harness, 60 * MINUTE);
      expect(toldTo(harness)).toEqual([]);
    }
    const harness = waiting();
    await open(harness, 'mfa.required');
    await open(harness);
    await tickUntil(harness, 60 * MINUTE);
    expect(toldTo(harness)).toEqual([]);
  });

  it('hears what it wants and nothing else, by tags too', async () => {
    const told = async (rest: Partial<Subscription>) => {
      const harness = waiting(rest);
      harness.kept = { given: [{ tenantId: tenantId(1), tag: 'emea' }], rules: [] };
      await open(harness, 'mfa.required');
      await tickUntil(harness, 40 * MINUTE);
      return toldTo(harness);
    };
    expect(await told({ tagged: { tags: ['emea'], withoutTags: [] } })).toEqual(['open']);
    expect(await told({ tagged: { tags: [], withoutTags: ['emea'] } })).toEqual([]);
    expect(await told({ minimumSeverity: 'critical' })).toEqual([]);
  });

  it('keeps its quiet hours', async () => {
    const harness = waiting({ quietHours: quiet('06:00', '09:00') });
    await open(harness, 'mfa.required');
    await tickUntil(harness, 60 * MINUTE);
    expect(toldTo(harness)).toEqual([]);
    await tickUntil(harness, 125 * MINUTE);
    expect(toldTo(harness)).toEqual(['open']);
  });

  it('is not told when they end of what was taken in its quiet hours', async () => {
    const harness = waiting({ quietHours: quiet('06:00', '09:00') });
    await open(harness, 'mfa.required');
    await tickUntil(harness, 60 * MINUTE);
    await harness.watch.respond(groupOf(harness), { kind: 'acknowledge', by: 'Ada', reason: '' });
    await tickUntil(harness, 125 * MINUTE);
    expect(toldTo(harness)).toEqual([]);
  });

  it('waits for no time that a clock which was ahead has given', async () => {
    const harness = waiting();
    harness.time.setBy(450 * 24 * 60 * MINUTE);
    await open(harness, 'mfa.required');
    harness.time.setBy(-450 * 24 * 60 * MINUTE);
    await tickUntil(harness, 5 * MINUTE);
    expect(toldTo(harness)).toEqual(['open']);
  });

  it('is told of no notice, which nobody can acknowledge', async () => {
    const harness = waiting();
    await harness.sweep([working(1)]);
    await harness.watch.recordLate('default', 'nightly', 'It ran an hour late.');
    await tickUntil(harness, 60 * MINUTE);
    expect([toldTo(harness), toldTo(harness, 'discord:channel:1')]).toEqual([[], ['notice']]);
  });
});
