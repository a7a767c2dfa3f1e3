import { type Client, type GuildBasedChannel, PermissionFlagsBits, type PermissionsBitField } from 'discord.js';

/** The permissions that posting may need, by Discord's own names for them. */
const PERMISSION_NAMES = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  AttachFiles: 'Attach Files',
  ReadMessageHistory: 'Read Message History',
} as const;
type NeededPermission = keyof typeof PERMISSION_NAMES;

export interface PostNeeds {
  files: boolean;
  reply: boolean;
}

/** Discord's names of what the bot lacks to post in a channel, the most basic first. Empty where it can't be told. */
export function missingToPost(channel: GuildBasedChannel, { files, reply }: PostNeeds): string[] {
  const me = channel.guild.members.me;
  const granted = me ? channel.permissionsFor(me) : null;
  if (!granted) return [];
  const send: NeededPermission = channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages';
  const needs: NeededPermission[] = ['ViewChannel', send];
  if (files) needs.push('AttachFiles');
  if (reply) needs.push('ReadMessageHistory');
  return missingOf(granted, needs);
}

/** What an interaction's answer lacks: Discord says with it what the bot may do there. */
export function missingToAnswer(granted: Readonly<PermissionsBitField>, files: boolean): string[] {
  return missingOf(granted, files ? ['AttachFiles'] : []);
}

export function knownChannel(client: Client, channelId: string): GuildBasedChannel | undefined {
  const channel = client.channels.cache.get(channelId);
  return channel && !channel.isDMBased() ? channel : undefined;
}

/** What the person is told. `names` empty: Discord doesn't say which. */
export function lacksSentence(names: readonly string[]): string {
  const what = names.length > 0 ? names.join(' and ') : 'a permission';
  return `Samaritan lacks ${what} in this channel. Whoever manages it can allow that.`;
}

function missingOf(granted: Readonly<PermissionsBitField>, needs: readonly NeededPermission[]): string[] {
  return needs.filter((name) => !granted.has(PermissionFlagsBits[name])).map((name) => PERMISSION_NAMES[name]);
}
