import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, CHANNEL, HERE } from '../../../../simulators/discord/demo-world.ts';
import { textOf } from '../../../../simulators/discord/read-message.ts';
import { type BotFixture, cardSaying, startBot } from './bot-fixture.ts';

let fixture: BotFixture;

beforeEach(async () => {
  fixture = await startBot();
  fixture.chat.running = async (_request, _call, reply) => reply.show(cardSaying('Done'), { final: true });
});

afterEach(async () => {
  expect(fixture.standIn.violations).toEqual([]);
  await fixture.close();
});

const check = () => fixture.standIn.slash({ ...HERE, command: 'check', options: { tenant: 'contoso' } });
const direct = { guildId: null, user: ANNA } as const;

/** A card of the bot's in the channel, with its button `Test again`. */
async function shownCard(audience: 'public' | 'private') {
  fixture.chat.answer = { kind: 'answer', effect: 'new', audience };
  return check().reply();
}

describe('a button', () => {
  const press = (messageId: string) => fixture.standIn.button({ messageId, user: ANNA, label: 'Test again' });

  it('that replaces its card changes the message itself', async () => {
    const card = await shownCard('public');
    fixture.chat.answer = { kind: 'answer', effect: 'replace', audience: 'public' };
    fixture.chat.running = async (_request, _call, reply) => {
      expect(reply.audience).toBe('public');
      await reply.show(cardSaying('Mended'));
    };
    const pressed = press(card.id);
    expect(await pressed.ack).toMatchObject({ type: 6 });
    expect((await pressed.reply()).id).toBe(card.id);
    expect(textOf(card)).toContain('Mended');
    expect(fixture.chat.ran[1]?.call).toEqual({ kind: 'action', id: 's1~again~x', inputs: {} });
    expect(fixture.standIn.createdCount(CHANNEL)).toBe(1);
  });

  it('that opens a page leaves a shared card as it is', async () => {
    const card = await shownCard('public');
    fixture.chat.answer = { kind: 'answer', effect: 'open', audience: 'public' };
    const page = await press(card.id).reply();
    expect(page.id).not.toBe(card.id);
    expect(page.ephemeral).toBe(true);
    expect(card.edits).toHaveLength(1);
  });

  it('that opens a page turns the person’s own card into it', async () => {
    const card = await shownCard('private');
    fixture.chat.answer = { kind: 'answer', effect: 'open', audience: 'private' };
    fixture.chat.running = async (_request, _call, reply) => {
      expect(reply.audience).toBe('private');
      await reply.showPrivately(cardSaying('Page'));
    };
    const pressed = press(card.id);
    expect((await pressed.reply()).id).toBe(card.id);
    expect(textOf(card)).toContain('Page');
  });

  it('in a direct message turns its card into the page', async () => {
    const card = await fixture.standIn.slash({ ...direct, command: 'explain' }).reply();
    fixture.chat.answer = { kind: 'answer', effect: 'open', audience: 'private' };
    const pressed = press(card.id);
    expect(await pressed.ack).toMatchObject({ type: 6 });
    await pressed.reply();
    expect(fixture.chat.ran[1]?.request.place.kind).toBe('direct');
  });

  it('that starts something new answers with a message of its own', async () => {
    const card = await shownCard('public');
    const reply = await press(card.id).reply();
    expect(reply.id).not.toBe(card.id);
    expect(reply.ephemeral).toBe(false);
  });
});

describe('autocomplete', () => {
  const type = (value: string) => fixture.standIn.autocomplete({ ...HERE, command: 'check', option: 'tenant', value });

  it('offers at most 25 choices that Discord takes', async () => {
    const asked: unknown[] = [];
    fixture.chat.suggesting = async (...all) => {
      asked.push(all.slice(1));
      return [
        { label: 'x'.repeat(150), value: 'long label' },
        { label: 'cut', value: 'v'.repeat(101) },
        ...Array.from({ length: 30 }, (_, index) => ({ label: `Tenant ${index}`, value: `${index}` })),
      ];
    };
    const choices = await type('cont').choices();
    expect(asked).toEqual([['check', 'tenant', 'cont']]);
    expect(choices).toHaveLength(25);
    expect(choices[0]?.name).toHaveLength(100);
    expect(choices.some(({ value }) => String(value).length > 100)).toBe(false);
  });

  it('offers nothing where the list doesn’t come in time', async () => {
    fixture.chat.suggesting = () => new Promise(() => {});
    expect(await type('cont').choices()).toEqual([]);
  });
});
