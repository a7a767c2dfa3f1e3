import type { StandInState } from '../state.ts';
import type { WireMessage } from '../wire.ts';
import { toApiMessage } from '../world/api-message.ts';
import type { MessageVersion, StoredMessage } from '../world/messages.ts';
import type { Channel } from '../world/places.ts';
import { acceptMessage, refuseShape } from './accept-body.ts';
import { apiError } from './api-error.ts';
import type { Answer, Call, Route } from './route.ts';

/** resources/message.mdx, "enforce_nonce": unique "in the past few minutes". */
const NONCE_MS = 5 * 60_000;
const BOT_NAME = 'samaritan';

/** Messages by the bot itself, in guild channels and direct messages. */
export function createMessageRoutes(state: StandInState): Route[] {
  const { messages, applicationId } = state;
  const show = (message: StoredMessage): Answer => ({ status: 200, body: toApiMessage(message, applicationId) });

  // An ephemeral message is out of reach for the bot token, as if it didn't exist.
  const find = (call: Call) => {
    const message = messages.find(call.params.message ?? '');
    const there = message?.channelId === call.params.channel && !message?.deleted && !message?.ephemeral;
    return there ? message : undefined;
  };

  return [
    {
      method: 'POST',
      path: '/channels/:channel/messages',
      run(call) {
        const channel = state.places.channel(call.params.channel ?? '');
        if (channel === undefined) return apiError(404, 10003);
        const wrongShape = refuseShape(state, call, 'channel-message');
        if (wrongShape !== undefined) return wrongShape;
        const body = call.body as WireMessage;
        const accepted = acceptMessage(state, call, body, { mayBeEphemeral: false });
        if ('refused' in accepted) return accepted.refused;
        const denied = refuseByPermission(channel, accepted.version);
        if (denied !== undefined) return denied;
        const same = body.enforce_nonce === true ? sentBefore(state, channel.id, body.nonce) : undefined;
        if (same !== undefined) return show(same);
        const author = { id: applicationId, name: BOT_NAME, bot: true };
        const place = { channelId: channel.id, guildId: channel.guild?.id ?? null };
        return show(messages.create({ ...place, author, nonce: body.nonce ?? null }, accepted.version));
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages',
      run(call) {
        const channel = state.places.channel(call.params.channel ?? '');
        if (channel === undefined) return apiError(404, 10003);
        if (channel.denied.has('ViewChannel')) return apiError(403, 50001);
        const listed = messages.list(channel.id).filter((one) => !one.deleted && !one.ephemeral);
        const latest = listed.slice(-Number(call.query.limit ?? 50)).reverse();
        return { status: 200, body: latest.map((message) => toApiMessage(message, applicationId)) };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages/:message',
      run(call) {
        const channel = state.places.channel(call.params.channel ?? '');
        if (channel === undefined) return apiError(404, 10003);
        if (channel.denied.has('ViewChannel')) return apiError(403, 50001);
        const message = find(call);
        return message === undefined ? apiError(404, 10008) : show(message);
      },
    },
    {
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      run(call) {
        const channel = state.places.channel(call.params.channel ?? '');
        if (channel === undefined) return apiError(404, 10003);
        if (channel.denied.has('ViewChannel')) return apiError(403, 50001);
        const message = find(call);
        if (message === undefined) return apiError(404, 10008);
        if (message.author.id !== applicationId) return apiError(403, 50005);
        const wrongShape = refuseShape(state, call, 'channel-message-edit');
        if (wrongShape !== undefined) return wrongShape;
        const body = call.body as WireMessage;
        const accepted = acceptMessage(state, call, body, { before: message, mayBeEphemeral: false });
        if ('refused' in accepted) return accepted.refused;
        messages.edit(message, accepted.version);
        return show(message);
      },
    },
    {
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      run(call) {
        const message = find(call);
        if (message === undefined) return apiError(404, 10008);
        if (message.author.id !== applicationId) return apiError(403, 50013);
        messages.remove(message);
        return { status: 204 };
      },
    },
  ];
}

function refuseByPermission(channel: Channel, version: MessageVersion): Answer | undefined {
  if (channel.denied.has('ViewChannel')) return apiError(403, 50001);
  if (channel.denied.has('SendMessages')) return apiError(403, 50013);
  if (channel.denied.has('AttachFiles') && version.attachments.length > 0) return apiError(403, 50013);
  return undefined;
}

function sentBefore(state: StandInState, channelId: string, nonce: WireMessage['nonce']): StoredMessage | undefined {
  if (nonce == null) return undefined;
  const since = state.clock.now() - NONCE_MS;
  return state.messages
    .list(channelId)
    .find((one) => one.author.bot && String(one.nonce) === String(nonce) && one.createdAt >= since);
}
