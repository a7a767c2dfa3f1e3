import type { GuildInput } from '../options.ts';
import type { Json } from '../wire.ts';
import { type Places, toApiChannel, toApiMember, toApiRole, toApiUser } from '../world/places.ts';

const BOT_NAME = 'samaritan';

export function toBotUser(botId: string): Json {
  return {
    ...toApiUser({ id: botId, name: BOT_NAME }, true),
    verified: true,
    mfa_enabled: false,
    email: null,
    flags: 0,
  };
}

/** READY. Without `guilds` the client would not wait for them; without a resume address of ours it would go to Discord. */
export function toReady(
  botId: string,
  guilds: readonly GuildInput[],
  session: string,
  shard: readonly [number, number],
  resumeUrl: string,
): Json {
  return {
    v: 10,
    user: toBotUser(botId),
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session,
    session_type: 'normal',
    resume_gateway_url: resumeUrl,
    shard,
    application: { id: botId, flags: 0 },
    private_channels: [],
    relationships: [],
    presences: [],
    user_settings: {},
    geo_ordered_rtc_regions: [],
    guild_join_requests: [],
  };
}

/** GUILD_CREATE with every array there is: the client iterates them without asking. */
export function toGuildCreate(guild: GuildInput, places: Places, botId: string): Json {
  const channels = guild.channels.flatMap((one) => places.channel(one.id) ?? []);
  const members = [{ id: botId, name: BOT_NAME }, ...(guild.members ?? [])];
  return {
    ...toApiGuild(guild),
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: members.length,
    channels: channels.map((channel) => toApiChannel(channel, botId)),
    members: members.map((member) => ({
      ...toApiMember(member),
      user: toApiUser(member, member.id === botId),
    })),
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function toApiGuild(guild: GuildInput): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: '1',
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    mfa_level: 0,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    application_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    nsfw_level: 0,
    nsfw: false,
    features: [],
    // The role of everyone has the guild's id.
    roles: [
      toApiRole(guild.id, '@everyone', 0),
      ...(guild.roles ?? []).map((role, index) => toApiRole(role.id, role.name, index + 1)),
    ],
    emojis: [],
    stickers: [],
  };
}
