import type { Logger } from 'pino';
import { createDiscordChat, type DiscordChat } from '../../adapters/discord/create-discord-chat.ts';
import type { Metrics } from '../../adapters/metrics/metrics.ts';
import type { Chat } from '../../core/chat/calls/chat.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { Secret } from '../../core/model/text/secret.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { DiscordConfig } from '../config/start-config.ts';

const REPLY_CONTEXT = 'discord-reply-token';

export async function startDiscord({
  config,
  chat,
  box,
  clock,
  log,
  metrics,
}: {
  config: DiscordConfig;
  chat: Chat;
  box: SecretBox;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}): Promise<DiscordChat> {
  const discord = createDiscordChat({
    ...config,
    chat,
    clock,
    onAcknowledged: (ms) => metrics.observeAcknowledgement('discord', ms),
    log: (level, message, fields) => log[level]({ platform: 'discord', ...fields }, message),
    seal: {
      seal: (text) => box.seal(new Secret(text), REPLY_CONTEXT),
      open: (sealed) => box.open(sealed, REPLY_CONTEXT).reveal(),
    },
  });
  await discord.start();
  return discord;
}
