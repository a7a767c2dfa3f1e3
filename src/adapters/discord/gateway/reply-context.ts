import type { PermissionsBitField } from 'discord.js';
import type { Card, CardFile } from '../../../core/cards/card.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { DiscordLog } from '../discord-log.ts';
import type { DiscordApi, SentMessage } from './discord-api.ts';

/** An interaction's token is valid for 15 minutes (Discord's documentation, receiving and responding). */
export const TOKEN_LIFE_MS = 15 * 60_000;
/** From here on nothing new is begun with it: what is under way must still end. */
export const TOKEN_USE_MS = TOKEN_LIFE_MS - 30_000;

interface AnsweredInteraction {
  id: string;
  /** A credential: it edits the answer. */
  token: string;
  channelId: string;
  userId: string;
  appPermissions: Readonly<PermissionsBitField>;
  /** Bytes that Discord takes for one file here. */
  fileLimit: number;
}

/** Whether the bot may post in a channel by itself. */
interface WayIn {
  missing: readonly string[];
  mayReply: boolean;
}

export interface ReplyContext {
  api: DiscordApi;
  clock: Clock;
  log: DiscordLog;
  interaction: AnsweredInteraction;
  isPrivate: boolean;
  /** The message whose component was used, where the answer replaces it. */
  pressed: SentMessage | undefined;
  /** Milliseconds since the epoch at which the token ends. */
  expiresAt: number;
  movesAt: number;
  wayInto(channelId: string, files: boolean): WayIn | undefined;
  pause(ms: number): Promise<void>;
}

/** The files that may be shown: in public only pictures of the card, since downloads are for the person who asked. */
export function mayShow(
  card: Card,
  files: readonly CardFile[],
  isPrivate: boolean,
  log: DiscordLog,
): readonly CardFile[] {
  if (isPrivate) return files;
  const pictures = new Set(card.blocks.flatMap((block) => (block.kind === 'picture' ? [block.file] : [])));
  const allowed = files.filter(({ name }) => pictures.has(name));
  if (allowed.length < files.length) log('error', 'a download was meant for a public answer and is left out', {});
  return allowed;
}
