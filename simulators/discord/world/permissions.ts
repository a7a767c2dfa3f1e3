/** topics/permissions.mdx: the bits the stand-in knows. */
const BITS = {
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  UseExternalEmojis: 1n << 18n,
  ManageRoles: 1n << 28n,
  UseApplicationCommands: 1n << 31n,
  SendMessagesInThreads: 1n << 38n,
} as const;

/** By the names discord.js has for them. */
export type PermissionName = keyof typeof BITS;

/** What @everyone, and so an ordinary member and the bot, may do. */
export const ORDINARY: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'UseApplicationCommands',
  'SendMessagesInThreads',
];

/** The decimal bit field, as Discord writes permissions. */
export function toBits(names: Iterable<PermissionName>): string {
  return [...names].reduce((sum, name) => sum | BITS[name], 0n).toString();
}
