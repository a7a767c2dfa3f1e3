import type { Logger } from 'pino';
import { createDiscordChat, type DiscordChat } from '../../adapters/discord/create-discord-chat.ts';
import type { Chat } from '../../core/chat/chat.ts';
import type { SecretBox } from '../../core/ports/secret-box.ts';
import { Secret } from '../../core/text/secret.ts';
import type { DiscordConfig } from '../config/start-config.ts';
import { systemClock } from '../system-clock.ts';

const REPLY_CONTEXT = 'discord-reply-token';

/** Brings Samaritan up on Discord, ready when it resolves. */
export async function startDiscord({
  config,
  chat,
  box,
  log,
}: {
  config: DiscordConfig;
  chat: Chat;
  box: SecretBox;
  log: Logger;
}): Promise<DiscordChat> {
  const discord = createDiscordChat({
    ...config,
    chat,
    clock: systemClock,
    log: (level, message, fields) => log[level]({ platform: 'discord', ...fields }, message),
    seal: {
      seal: (text) => box.seal(new Secret(text), REPLY_CONTEXT),
      open: (sealed) => box.open(sealed, REPLY_CONTEXT).reveal(),
    },
  });
  await discord.start();
  return discord;
}
