import type { ChannelInput, GuildInput, UserInput } from '../options.ts';
import type { Json } from '../wire.ts';
import { ORDINARY, type PermissionName, toBits } from './permissions.ts';

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** Null for a direct message. */
  readonly guild: GuildInput | null;
  readonly recipient: UserInput | null;
  /** What the bot may not do here. */
  readonly denied: Set<PermissionName>;
}

/** Guilds, channels and who is known in them. */
export interface Places {
  readonly guilds: readonly GuildInput[];
  guild(id: string): GuildInput | undefined;
  channel(id: string): Channel | undefined;
  /** The direct-message channel with a user; opened when there is none yet. */
  privateChannel(user: UserInput): Channel;
  /** Takes a user's name as last told; unknown ids get a name made of the id. */
  user(id: string): UserInput;
  meet(user: UserInput): void;
  /** What the bot may do in a channel. */
  allowed(channel: Channel): PermissionName[];
}

export function createPlaces(guilds: readonly GuildInput[], mint: () => string): Places {
  const channels = new Map<string, Channel>();
  const users = new Map<string, UserInput>();
  for (const guild of guilds) {
    for (const channel of guild.channels) channels.set(channel.id, toChannel(channel, guild));
    for (const member of guild.members ?? []) users.set(member.id, member);
  }

  return {
    guilds,
    guild: (id) => guilds.find((guild) => guild.id === id),
    channel: (id) => channels.get(id),
    privateChannel(user) {
      const known = [...channels.values()].find((channel) => channel.recipient?.id === user.id);
      if (known !== undefined) return known;
      const opened = { id: mint(), name: user.name, guild: null, recipient: user, denied: new Set<PermissionName>() };
      channels.set(opened.id, opened);
      return opened;
    },
    user: (id) => users.get(id) ?? { id, name: `user-${id}` },
    meet(user) {
      users.set(user.id, user);
    },
    allowed: (channel) => ORDINARY.filter((name) => !channel.denied.has(name)),
  };
}

function toChannel(channel: ChannelInput, guild: GuildInput): Channel {
  return { id: channel.id, name: channel.name, guild, recipient: null, denied: new Set(channel.denied) };
}

/** A text channel or a direct message, as REST and GUILD_CREATE have it. */
export function toApiChannel(channel: Channel, botId: string): Json {
  if (channel.guild === null) {
    const recipients = channel.recipient === null ? [] : [toApiUser(channel.recipient)];
    return { id: channel.id, type: 1, flags: 0, last_message_id: null, recipients };
  }
  const deny = toBits(channel.denied);
  return {
    id: channel.id,
    type: 0,
    guild_id: channel.guild.id,
    name: channel.name,
    position: channel.guild.channels.findIndex((one) => one.id === channel.id),
    permission_overwrites: deny === '0' ? [] : [{ id: botId, type: 1, allow: '0', deny }],
    topic: null,
    nsfw: false,
    flags: 0,
    parent_id: null,
    last_message_id: null,
    rate_limit_per_user: 0,
  };
}

export function toApiUser(user: UserInput, bot = false): Json {
  return {
    id: user.id,
    username: user.name,
    global_name: bot ? null : user.name,
    discriminator: '0',
    avatar: null,
    bot,
    public_flags: 0,
  };
}

/** A guild member with the `permissions` that only interactions carry. */
export function toApiMember(user: UserInput): Json {
  return {
    user: toApiUser(user),
    roles: user.roles ?? [],
    permissions: toBits(user.permissions ?? ORDINARY),
    nick: null,
    avatar: null,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

export function toApiRole(id: string, name: string, position: number, permissions = toBits(ORDINARY)): Json {
  return {
    id,
    name,
    position,
    permissions,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}
