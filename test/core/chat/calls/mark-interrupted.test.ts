import { describe, expect, it } from 'vitest';
import type { Card } from '../../../../src/core/cards/card.ts';
import { type DeliveryCode, DeliveryError, type Messenger } from '../../../../src/core/cards/messenger.ts';
import { toNoticeCard } from '../../../../src/core/cards/plain-cards.ts';
import { markInterrupted } from '../../../../src/core/chat/calls/mark-interrupted.ts';
import type { RunMessage } from '../../../../src/core/chat/calls/message-store.ts';
import { buttonOf, linesOf } from '../../cards/card-texts.ts';
import { START } from '../../fixtures.ts';
import { openStores } from '../../open-stores.ts';
import { VirtualTime } from '../../virtual-time.ts';

function message(number: number, rest: Partial<RunMessage> = {}): RunMessage {
  return {
    runId: `RUN${number}`,
    platform: 'discord',
    asked: null,
    address: `message ${number}`,
    again: 's1~sweep~default~both',
    title: 'Testing tokens · connection default',
    startedAt: START,
    ...rest,
  };
}

function createMessenger(fail: (address: string) => unknown = () => undefined) {
  const edits = new Map<string, Card>();
  const messenger: Messenger = {
    platform: 'discord',
    post: async () => {
      throw new Error('nothing is posted');
    },
    edit: async (address, card) => {
      const error = fail(address);
      if (error !== undefined) throw error;
      edits.set(address, card);
    },
  };
  return { messenger, edits };
}

/** What a killed process has kept. */
async function storeWith(...messages: RunMessage[]) {
  const stores = await openStores(new VirtualTime(START));
  for (const one of messages) await stores.messages.keep(one);
  stores.die();
  return { store: stores.messages, kept: stores.keptMessages };
}

const nothing = { owed: async (): Promise<undefined> => undefined };

describe('markInterrupted', () => {
  it('shows what a run found that had ended before its process was killed', async () => {
    const { store, kept } = await storeWith(message(1), message(2));
    const { messenger, edits } = createMessenger();
    const result = toNoticeCard('good', 'fine', 'All 4 tenants work');
    const owed = async ({ runId }: RunMessage) => (runId === 'RUN1' ? result : undefined);
    expect(await markInterrupted(store, messenger, { owed })).toBe(2);
    expect(edits.get('message 1')).toEqual(result);
    expect(edits.get('message 2')?.status).toBe('interrupted');
    expect(kept()).toEqual([]);
  });

  it('says on the message that the run was interrupted, with a button that runs it again', async () => {
    const { store, kept } = await storeWith(message(1));
    const { messenger, edits } = createMessenger();
    expect(await markInterrupted(store, messenger, nothing)).toBe(1);
    const card = edits.get('message 1');
    if (!card) throw new Error('the message was not edited');
    expect(card.status).toBe('interrupted');
    expect(card.tone).toBe('unknown');
    expect(linesOf(card)).toEqual([
      'Testing tokens · connection default',
      `Samaritan was stopped while this ran. Started ${new Date(START).toISOString()}.`,
    ]);
    expect(buttonOf(card, 'Run again')).toBe('s1~sweep~default~both');
    expect(kept()).toEqual([]);
    expect(await markInterrupted(store, messenger, nothing)).toBe(0);
  });

  it('leaves messages of other platforms to their messenger', async () => {
    const { store, kept } = await storeWith(message(1, { platform: 'teams' }));
    const { messenger, edits } = createMessenger();
    expect(await markInterrupted(store, messenger, nothing)).toBe(0);
    expect(edits.size).toBe(0);
    expect(kept()).toHaveLength(1);
  });

  it.each<[DeliveryCode, boolean]>([
    ['busy', true],
    ['gone', false],
    ['forbidden', false],
    ['refused', false],
  ])('after “%s” keeps the message for another try: %s', async (code, stays) => {
    const { store, kept } = await storeWith(message(1), message(2));
    const { messenger, edits } = createMessenger((address) =>
      address === 'message 1' ? new DeliveryError(code, 'not now') : undefined,
    );
    expect(await markInterrupted(store, messenger, nothing)).toBe(1);
    expect([...edits.keys()]).toEqual(['message 2']);
    expect(kept().map((one) => one.address)).toEqual(stays ? ['message 1'] : []);
  });

  it('tells all the others before it throws a stranger’s error, and keeps that message', async () => {
    const { store, kept } = await storeWith(message(1), message(2), message(3));
    const { messenger, edits } = createMessenger((address) =>
      address === 'message 2' ? new Error('a bug') : undefined,
    );
    await expect(markInterrupted(store, messenger, nothing)).rejects.toThrow('a bug');
    expect([...edits.keys()]).toEqual(['message 1', 'message 3']);
    expect(kept().map((one) => one.address)).toEqual(['message 2']);
  });
});
