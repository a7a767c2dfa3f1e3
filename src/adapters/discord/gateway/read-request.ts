import { GuildMember, type Interaction } from 'discord.js';
import type { ChatRequest } from '../../../core/chat/calls/chat-request.ts';
import { toSafeText } from '../../../core/model/text/format.ts';

/** Who asks and where, as Discord vouches for it. Reads nothing but the interaction. */
export function readRequest(interaction: Interaction): ChatRequest {
  const { user, member, guildId, channelId } = interaction;
  const shownName = member instanceof GuildMember ? member.displayName : (member?.nick ?? user.displayName);
  return {
    person: {
      platform: 'discord',
      id: user.id,
      roles: rolesOf(interaction),
      name: toSafeText(shownName, { maxLength: 80 }) || user.id,
    },
    place: {
      platform: 'discord',
      kind: guildId === null ? 'direct' : 'channel',
      workspaceId: guildId,
      channelId: channelId ?? '',
    },
  };
}

/** The ids of the member's roles. The one that everybody has, whose id is the guild's, is none. */
function rolesOf({ member, guildId }: Interaction): string[] {
  if (!member) return [];
  const ids = member instanceof GuildMember ? [...member.roles.cache.keys()] : member.roles;
  return ids.filter((id) => id !== guildId);
}
