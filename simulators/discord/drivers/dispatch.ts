import type { Gateway } from '../gateway/gateway.ts';
import { createHandle, type InteractionHandle } from '../interactions/handle.ts';
import type { NewInteraction } from '../interactions/interaction-store.ts';
import type { UserInput } from '../options.ts';
import type { StandInState } from '../state.ts';
import type { Json } from '../wire.ts';
import { toApiMessage } from '../world/api-message.ts';
import { toBits } from '../world/permissions.ts';
import { type Channel, toApiChannel, toApiMember, toApiUser } from '../world/places.ts';

const ATTACHMENT_LIMIT = 10 * 1024 * 1024;
const TYPES = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** Who does something, and where; null as guild is a direct message to the bot. */
export interface Whereabouts {
  readonly guildId: string | null;
  /** Not needed in a direct message. */
  readonly channelId?: string;
  readonly user: UserInput;
}

export type Dispatch = (interaction: NewInteraction, data: Json) => InteractionHandle;

/** Sends INTERACTION_CREATE with every field there is for it. */
export function createDispatch(state: StandInState, gateway: Gateway): Dispatch {
  return (told, data) => {
    const { user, channel, source } = told;
    const guild = channel.guild;
    state.places.meet(user);
    const interaction = state.interactions.create(told);
    const event: Json = {
      id: interaction.id,
      application_id: state.applicationId,
      type: TYPES[told.kind],
      token: interaction.token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: { ...toApiChannel(channel, state.applicationId), permissions: toBits(state.places.allowed(channel)) },
      app_permissions: toBits(state.places.allowed(channel)),
      locale: 'en-US',
      entitlements: [],
      context: guild === null ? 1 : 0,
      authorizing_integration_owners: { '0': guild?.id ?? '0' },
      attachment_size_limit: ATTACHMENT_LIMIT,
      ...(source === null ? {} : { message: toApiMessage(source, state.applicationId, 20) }),
      ...(guild === null
        ? { user: toApiUser(user) }
        : {
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
            member: toApiMember(user),
          }),
    };
    const handle = createHandle(interaction, state.changes);
    gateway.dispatch('INTERACTION_CREATE', event, guild?.id ?? null);
    return handle;
  };
}

/** The channel something happens in; a wrong id is a mistake of the test. */
export function findChannel(state: StandInState, { guildId, channelId, user }: Whereabouts): Channel {
  if (guildId === null) return state.places.privateChannel(user);
  const channel = state.places.channel(channelId ?? '');
  if (channel === undefined || channel.guild?.id !== guildId)
    throw new Error(`The stand-in has no channel ${channelId ?? '(none)'} in guild ${guildId}`);
  return channel;
}
