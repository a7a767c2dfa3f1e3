import { ANNA, CHANNEL, GUILD } from '../../../../simulators/discord/demo-world.ts';
import type { Reply } from '../../../../src/core/chat/calls/chat-request.ts';
import type { BotFixture } from './bot-fixture.ts';

/** Runs a command whose reply the test drives itself; `end` lets the command end. */
export async function beginReply(
  fixture: BotFixture,
  audience: 'public' | 'private' = 'public',
  channelId: string = CHANNEL,
) {
  const given = Promise.withResolvers<Reply>();
  const ended = Promise.withResolvers<void>();
  fixture.chat.answer = { kind: 'answer', effect: 'new', audience };
  fixture.chat.running = async (_request, _call, reply) => {
    given.resolve(reply);
    await ended.promise;
  };
  const place = { guildId: GUILD, channelId, user: ANNA };
  const handle = fixture.standIn.slash({ ...place, command: 'check', options: { tenant: 'x' } });
  return { handle, reply: await given.promise, end: () => ended.resolve() };
}
