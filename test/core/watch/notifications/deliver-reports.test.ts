import { describe, expect, it } from 'vitest';
import { plain } from '../../../../src/core/cards/inline.ts';
import { toEntry } from '../../../../src/core/watch/notifications/outbox-writer.ts';
import { HOUR, MINUTE, PLACE } from '../harness.ts';
import type { StandInMessenger } from '../stand-in-messenger.ts';
import { DeliveryHarness, OTHER } from './delivery-harness.ts';

describe('a standing report', () => {
  const report = { kind: 'report', report: 'weekly', from: 1, to: 2, dueAt: 3 } as const;
  async function sent(made: DeliveryHarness['made'], places: readonly string[]): Promise<DeliveryHarness> {
    const harness = new DeliveryHarness();
    harness.tables.subscriptions.clear();
    for (const place of places) harness.subscribe({ place });
    harness.made = made;
    await harness.outbox.enqueue([toEntry(PLACE, 'report weekly', report, harness.time.now(), harness.newId)]);
    harness.start();
    await harness.time.advance(MINUTE);
    return harness;
  }
  const textsOf = (messenger: StandInMessenger): string[] =>
    messenger.shown.map(({ cards }) => cards[0]?.summary ?? '');

  it('comes with its files, and is not shown anew without them', async () => {
    const file = { name: 'week.csv', type: 'text/csv', content: new Uint8Array([1]) };
    const card = { tone: 'good', title: plain('A week'), blocks: [], actions: [], summary: 'A week' } as const;
    const harness = await sent({ card, files: [file] }, []);
    expect(textsOf(harness.discord)).toEqual(['A week']);
    expect(harness.discord.files).toEqual([[file]]);
    await harness.time.advance(HOUR);
    expect(harness.tables.outbox.map(({ state }) => state)).toEqual(['done']);
  });

  it('that may not be made is told in another place, or in the same where there is no other', async () => {
    const lost = { problem: 'Whoever set it up is no administrator any more.' };
    const elsewhere = await sent(lost, [PLACE, OTHER]);
    expect(textsOf(elsewhere.discord)).toEqual([]);
    expect(textsOf(elsewhere.teams)).toEqual(['The report weekly was not sent.']);
    const alone = await sent(lost, [PLACE]);
    expect(textsOf(alone.discord)).toEqual(['The report weekly was not sent.']);
    expect(JSON.stringify(alone.discord.shown[0]?.cards)).toContain('no administrator any more');
  });

  it('that was removed meanwhile is forgotten', async () => {
    const harness = await sent(null, [PLACE, OTHER]);
    expect([...textsOf(harness.discord), ...textsOf(harness.teams)]).toEqual([]);
    expect(harness.tables.outbox.map(({ state, problem }) => [state, problem])).toEqual([['dropped', null]]);
  });
});
