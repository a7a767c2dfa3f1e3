import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';

/** What the bot needs in a server: to see and answer in channels and threads, to attach pictures and files, to reply. */
const PERMISSIONS = new PermissionsBitField([
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.AttachFiles,
  PermissionFlagsBits.ReadMessageHistory,
]);

/** The address with which somebody who manages a server adds the bot, with exactly the permissions it needs. */
export function toInviteUrl(applicationId: string, guildId?: string): string {
  const url = new URL('https://discord.com/oauth2/authorize');
  url.searchParams.set('client_id', applicationId);
  url.searchParams.set('scope', 'bot applications.commands');
  url.searchParams.set('permissions', PERMISSIONS.bitfield.toString());
  if (guildId !== undefined) url.searchParams.set('guild_id', guildId);
  return url.href;
}
