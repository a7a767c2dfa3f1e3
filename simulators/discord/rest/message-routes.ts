import type { StandInState } from '../state.ts';
import type { Json, WireMessage } from '../wire.ts';
import { toApiMessage } from '../world/api-message.ts';
import type { MessageVersion, StoredMessage } from '../world/messages.ts';
import { type Channel, toApiUser } from '../world/places.ts';
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
  /** Only who posts is given the nonce back: it is not kept with the message (Rapptz/discord.py#2451). */
  const toPoster = (message: StoredMessage): Answer => ({
    status: 200,
    body: { ...toApiMessage(message, applicationId), ...(message.nonce === null ? {} : { nonce: message.nonce }) },
  });

  /** resources/message.mdx, "Message Interaction Metadata": what an answer to an interaction tells of it. */
  const toListed = (message: StoredMessage): Json => {
    const interaction = state.interactions.list().find((one) => one.id === message.interactionId);
    const { id, user } = interaction ?? {};
    const metadata = user && { id, type: 2, user: toApiUser(user), authorizing_integration_owners: {} };
    return { ...toApiMessage(message, applicationId), ...(metadata ? { interaction_metadata: metadata } : {}) };
  };

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
        if (same !== undefined) return toPoster(same);
        const author = { id: applicationId, name: BOT_NAME, bot: true };
        const place = { channelId: channel.id, guildId: channel.guild?.id ?? null };
        return toPoster(messages.create({ ...place, author, nonce: body.nonce ?? null }, accepted.version));
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages',
      run(call) {
        const channel = state.places.channel(call.params.channel ?? '');
        if (channel === undefined) return apiError(404, 10003);
        if (channel.denied.has('ViewChannel')) return apiError(403, 50001);
        // resources/message.mdx, "Get Channel Messages": without Read Message History there are none.
        if (channel.denied.has('ReadMessageHistory')) return { status: 200, body: [] };
        const { before, limit = '50' } = call.query;
        const listed = messages
          .list(channel.id)
          .filter((one) => !one.deleted && !one.ephemeral)
          .filter((one) => before === undefined || BigInt(one.id) < BigInt(before));
        const latest = listed.slice(-Number(limit)).reverse();
        return { status: 200, body: latest.map(toListed) };
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
