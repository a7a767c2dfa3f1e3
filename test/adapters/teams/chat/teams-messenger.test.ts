import { describe, expect, it } from 'vitest';
import { createConversationReferences } from '../../../../src/adapters/teams/chat/references.ts';
import { createTeamsMessenger } from '../../../../src/adapters/teams/chat/teams-messenger.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';
import { DeliveryError } from '../../../../src/core/cards/messenger.ts';
import { toNoticeCard } from '../../../../src/core/cards/plain-cards.ts';
import { VirtualTime } from '../../../core/virtual-time.ts';
import { CHANNEL, eventOf, FakeTeams, GROUP, MemoryReferences, PERSON, PERSONAL, THREAD } from './fake-teams.ts';

const CARD = toNoticeCard('bad', 'new', 'Conditional Access blocks the sign-in');
const SHOWN = 'Conditional Access blocks the sign-in';

async function start() {
  const teams = new FakeTeams();
  const references = new MemoryReferences();
  await createConversationReferences(references).remember(eventOf('channel', { kind: 'message', text: '' }));
  await createConversationReferences(references).remember(eventOf('group', { kind: 'message', text: '' }));
  return {
    teams,
    references,
    messenger: createTeamsMessenger({ connector: teams, references, clock: new VirtualTime() }),
  };
}

describe('createTeamsMessenger', () => {
  it('posts to a channel as a new thread, and answers in that thread', async () => {
    const { teams, messenger } = await start();
    const address = await messenger.post(`teams:channel:${CHANNEL}`, CARD, { key: 'a' });
    await messenger.post(`teams:channel:${CHANNEL}`, CARD, { key: 'b', replyTo: address });
    await messenger.edit(address, CARD);
    expect(teams.log).toEqual([
      `send ${CHANNEL} message-1: ${SHOWN}`,
      `send ${CHANNEL};messageid=message-1 message-2: ${SHOWN}`,
      `update ${CHANNEL} message-1: ${SHOWN}`,
    ]);
    expect(teams.sent[0]?.message.summary).toBe('Conditional Access blocks the sign-in');
  });

  it('knows no threads in a group chat', async () => {
    const { teams, messenger } = await start();
    const address = await messenger.post(`teams:channel:${GROUP}`, CARD, { key: 'a' });
    await messenger.post(`teams:channel:${GROUP}`, CARD, { key: 'b', replyTo: address });
    expect(teams.sent.map(({ where }) => where)).toEqual([GROUP, GROUP]);
  });

  it('edits a message of a thread after a restart', async () => {
    const { teams, references } = await start();
    const messenger = createTeamsMessenger({ connector: teams, references, clock: new VirtualTime() });
    await messenger.edit(JSON.stringify({ conversationId: THREAD, activityId: '7' }), CARD);
    expect(teams.log).toEqual([`update ${THREAD} 7: ${SHOWN}`]);
  });

  it('says what became of a message whose id it never heard of below what asked for it', async () => {
    const { teams, messenger } = await start();
    await messenger.edit(JSON.stringify({ conversationId: THREAD, askedBy: '6' }), CARD);
    expect(teams.log).toEqual([`send ${THREAD} message-1: ${SHOWN}`]);
    expect(teams.sent[0]?.message.replyToId).toBe('6');
  });

  it('says it in the person’s own chat where the answer was for them alone, and else no result where it was asked', async () => {
    const { teams, references, messenger } = await start();
    const address = JSON.stringify({ conversationId: THREAD, askedBy: '6', personId: PERSON });
    await messenger.edit(address, CARD);
    await createConversationReferences(references).remember(eventOf('personal', { kind: 'message', text: '' }));
    await messenger.edit(address, CARD);
    expect(teams.log).toEqual([
      `send ${THREAD} message-1: Samaritan was stopped before it could answer this, and started again. Ask again. A card that still says it runs is brought up to date by its Cancel.`,
      `send ${PERSONAL} message-2: ${SHOWN}`,
    ]);
    expect(teams.sent[0]?.message.replyToId).toBe('6');
  });

  it.each([
    [new TeamsError('gone'), 'gone'],
    [new TeamsError('message-gone'), 'gone'],
    [new TeamsError('blocked'), 'forbidden'],
    [new TeamsError('throttled', { retryAfterMs: 5000 }), 'busy'],
    [new TeamsError('unavailable'), 'busy'],
    [new TeamsError('uncertain'), 'busy'],
    [new TeamsError('credentials'), 'busy'],
    [new TeamsError('too-large'), 'refused'],
    [new TeamsError('rejected', { status: 400 }), 'refused'],
    [new TeamsError('rejected', { status: 409 }), 'busy'],
  ] as const)('says %s as %s', async (fault, code) => {
    const { teams, references, messenger } = await start();
    teams.faults.push(fault);
    const refused = await messenger
      .post(`teams:channel:${CHANNEL}`, CARD, { key: 'a' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DeliveryError);
    expect(refused).toMatchObject({ code, retryAfterMs: fault.retryAfterMs, message: fault.message });
    expect(references.kept.has(CHANNEL)).toBe(fault.code !== 'gone');
  });

  it('refuses a place of another platform, and one that the bot is not in', async () => {
    const { messenger } = await start();
    const post = (place: string) => messenger.post(place, CARD, { key: 'a' });
    await expect(post('discord:channel:1')).rejects.toMatchObject({ code: 'refused' });
    await expect(post('teams:channel:19:other@thread.tacv2')).rejects.toMatchObject({ code: 'gone' });
    await expect(messenger.edit('{"channel":1}', CARD)).rejects.toMatchObject({ code: 'gone' });
  });

  it('lets a fault of ours be one', async () => {
    const { teams, messenger } = await start();
    teams.faults.push(new RangeError('ours'));
    await expect(messenger.post(`teams:channel:${CHANNEL}`, CARD, { key: 'a' })).rejects.toBeInstanceOf(RangeError);
  });
});
