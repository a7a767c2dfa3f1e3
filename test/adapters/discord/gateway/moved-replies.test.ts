import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, CHANNEL, QUIET_CHANNEL } from '../../../../simulators/discord/demo-world.ts';
import { textOf } from '../../../../simulators/discord/read-message.ts';
import type { Reply } from '../../../../src/core/chat/calls/chat-request.ts';
import { beginReply } from './begin-reply.ts';
import { type BotFixture, cardSaying, startBot } from './bot-fixture.ts';

const MINUTE = 60_000;
const CSV = { name: 'report.csv', type: 'text/csv', content: new TextEncoder().encode('a,b\n') };

let fixture: BotFixture;

beforeEach(async () => {
  fixture = await startBot();
});

afterEach(async () => {
  expect(fixture.standIn.violations).toEqual([]);
  // The bot's own token goes along with nothing that an interaction's token is enough for.
  const asInteraction = fixture.standIn.requests.filter(({ path }) => /^\/(webhooks|interactions)/.test(path));
  expect(asInteraction.filter(({ authorized }) => authorized)).toEqual([]);
  for (const { token } of fixture.standIn.interactions) expect(JSON.stringify(fixture.logs)).not.toContain(token);
  await fixture.close();
});

const begin = (audience: 'public' | 'private' = 'public', channelId: string = CHANNEL) =>
  beginReply(fixture, audience, channelId);
const logged = (part: string) => fixture.logs.filter(({ message }) => message.includes(part));
const inDirect = () => fixture.standIn.messages().filter(({ guildId }) => guildId === null);
const last = <T>(list: readonly T[]): T => {
  const found = list.at(-1);
  if (found === undefined) throw new Error('the list is empty');
  return found;
};

describe('a reply that outlives its interaction', () => {
  it('goes on as one message of the bot in the channel, and the old one says so', async () => {
    const { handle, reply, end } = await begin();
    await reply.show(cardSaying('Progress'));
    fixture.setClock(14.6 * MINUTE);
    await reply.show(cardSaying('More progress'));
    await reply.show(cardSaying('Report'), { final: true });
    const posted = last(fixture.standIn.messages(CHANNEL));
    expect(posted.interactionId).toBeNull();
    expect(textOf(posted)).toContain('Report');
    expect(textOf(await handle.reply())).toContain('continues in a new message below');
    expect(fixture.standIn.createdCount(CHANNEL)).toBe(2);
    expect(JSON.parse(reply.address() ?? '')).toEqual({ v: 1, channelId: CHANNEL, messageId: posted.id });
    end();
  });

  it('tells the old message by the bot’s own token once the interaction’s has ended', async () => {
    const { handle, reply, end } = await begin();
    await reply.show(cardSaying('Progress'));
    fixture.setClock(40 * MINUTE);
    await reply.show(cardSaying('Report'), { final: true });
    expect(textOf(last(fixture.standIn.messages(CHANNEL)))).toContain('Report');
    expect(textOf(await handle.reply())).toContain('continues in a new message below');
    end();
  });

  it('goes on where Discord ends the token before its time', async () => {
    const { reply, end } = await begin();
    await reply.show(cardSaying('Progress'));
    fixture.standIn.expireInteractionTokens();
    await reply.show(cardSaying('Report'), { final: true });
    expect(textOf(last(fixture.standIn.messages(CHANNEL)))).toContain('Report');
    end();
  });

  it('goes on in a direct message where it was for the person alone', async () => {
    const { handle, reply, end } = await begin('private');
    await reply.show(cardSaying('Progress'));
    fixture.setClock(14.6 * MINUTE);
    await reply.show(cardSaying('Report'), { final: true, files: [CSV] });
    expect(inDirect().map(textOf).join()).toContain('Report');
    expect(inDirect()[0]?.attachments).toHaveLength(1);
    expect(textOf(await handle.reply())).toContain('continues in a direct message');
    expect(fixture.standIn.createdCount(CHANNEL)).toBe(1);
    end();
  });

  it('says further things in a direct message too', async () => {
    const { reply, end } = await begin();
    await reply.show(cardSaying('Progress'));
    fixture.standIn.expireInteractionTokens();
    await reply.showPrivately(cardSaying('Private'));
    expect(inDirect().map(textOf).join()).toContain('Private');
    end();
  });

  it('gives up with a line in the log where the person takes no direct messages', async () => {
    const { reply, end } = await begin('private');
    await reply.show(cardSaying('Progress'));
    fixture.setClock(20 * MINUTE);
    fixture.standIn.failNext({ method: 'POST', pathPattern: '/channels/:channel/messages', status: 403, code: 50007 });
    await reply.show(cardSaying('Report'), { final: true });
    await reply.show(cardSaying('Report again'), { final: true });
    expect(inDirect()).toEqual([]);
    expect(logged('could not go on')).toHaveLength(1);
    end();
  });

  it('tells the person alone which permission is lacking in the channel, and gives the answer', async () => {
    const { reply, end } = await begin('public', QUIET_CHANNEL);
    await reply.show(cardSaying('Progress'));
    fixture.setClock(14.6 * MINUTE);
    await reply.show(cardSaying('Report'), { final: true });
    const [told] = inDirect();
    expect(told && textOf(told)).toMatch(/Report[\s\S]*lacks Send Messages in this channel/);
    expect(fixture.standIn.requests.filter(({ status }) => status === 403)).toEqual([]);
    expect(reply.audience).toBe('private');
    await reply.show(cardSaying('Report, changed'), { final: true });
    expect(textOf(last(inDirect()))).toContain('Report, changed');
    expect(inDirect()).toHaveLength(1);
    end();
  });

  it('edits the card that was pressed as the bot itself', async () => {
    const first = await begin();
    await first.reply.show(cardSaying('Report'));
    first.end();
    const { id: messageId } = await first.handle.reply();
    const given = Promise.withResolvers<Reply>();
    fixture.chat.answer = { kind: 'answer', effect: 'replace', audience: 'public' };
    fixture.chat.running = async (_request, _call, reply) => given.resolve(reply);
    fixture.standIn.button({ messageId, user: ANNA, label: 'Test again' });
    const reply = await given.promise;
    fixture.setClock(20 * MINUTE);
    await reply.show(cardSaying('Mended'), { final: true });
    expect(fixture.standIn.createdCount(CHANNEL)).toBe(1);
    expect(textOf(last(fixture.standIn.messages(CHANNEL)))).toContain('Mended');
  });
});
