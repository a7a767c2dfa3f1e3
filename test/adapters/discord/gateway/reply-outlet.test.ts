import { DiscordAPIError, HTTPError, PermissionsBitField } from 'discord.js';
import { expect, it } from 'vitest';
import type { ReplyContext } from '../../../../src/adapters/discord/gateway/reply-context.ts';
import { createReplyOutlet } from '../../../../src/adapters/discord/gateway/reply-outlet.ts';
import { VirtualTime } from '../../../core/virtual-time.ts';
import { cardSaying } from './bot-fixture.ts';

const DOWN = new HTTPError(503, 'Service Unavailable', 'PATCH', 'x', {});
const refused = (code: number, status: number) =>
  new DiscordAPIError({ code, message: 'refused' }, code, status, 'PATCH', 'x', {});

/** An outlet in whose interaction every request fails with what `fault` gives, if it gives any. */
function outletWith(fault: () => Error | undefined, { movesAt = 900_000 } = {}) {
  const answer = async () => {
    const error = fault();
    if (error) throw error;
    return { channelId: '1', messageId: '2' };
  };
  const context: Partial<Record<keyof ReplyContext, unknown>> = {
    api: { editReply: answer, edit: answer, post: answer, followUp: answer, openDirect: async () => '3' },
    ...{ clock: new VirtualTime(0), log: () => {}, isPrivate: false, expiresAt: movesAt, movesAt },
    ...{ wayInto: () => undefined, pause: async () => {} },
    interaction: {
      id: '4',
      token: 't',
      channelId: '1',
      userId: '5',
      appPermissions: new PermissionsBitField(),
      fileLimit: 1,
    },
  };
  return createReplyOutlet(context as unknown as ReplyContext);
}

it.each([
  ['has a fault', DOWN, true],
  ['gives no answer', new Error('ECONNRESET'), true],
  ['takes no message of any form', refused(50035, 400), false],
  ['lets nobody write there', refused(50013, 403), false],
])('owes an answer where Discord %s: %s', async (_why, fault, owes) => {
  let current: Error | undefined = fault;
  for (const movesAt of [900_000, -1]) {
    const outlet = outletWith(() => current, { movesAt });
    await outlet.show(cardSaying('Progress'), {});
    expect(outlet.owes()).toBe(false);
    await outlet.show(cardSaying('Report'), { final: true });
    expect(outlet.owes()).toBe(owes);
    current = undefined;
    await outlet.show(cardSaying('Report'), { final: true });
    expect(outlet.owes()).toBe(false);
    current = fault;
  }
});

it('owes an answer that is to take the place of a message that was deleted, and can’t now', async () => {
  const faults = [refused(10008, 404), DOWN];
  const outlet = outletWith(() => faults.shift());
  await outlet.show(cardSaying('Report'), { final: true });
  expect(outlet.owes()).toBe(true);
});
