import { setTimeout as pause } from 'node:timers/promises';
import { Events } from 'discord.js';
import type { Messenger } from '../../core/cards/messenger.ts';
import type { Chat } from '../../core/chat/calls/chat.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { DiscordLog } from './discord-log.ts';
import { answerInteraction } from './gateway/answer-interaction.ts';
import { connect } from './gateway/connect.ts';
import { createClient } from './gateway/create-client.ts';
import { createMessenger } from './gateway/create-messenger.ts';
import { createDiscordApi } from './gateway/discord-api.ts';
import type { TextSeal } from './gateway/message-address.ts';

export interface DiscordChatOptions {
  token: Secret;
  applicationId: string;
  guildIds: readonly string[];
  /** A stand-in for `https://discord.com/api`, on loopback; then files come from its origin only. */
  apiUrl?: string;
  chat: Chat;
  log: DiscordLog;
  clock: Clock;
  /** Encrypts tokens of interactions inside the addresses of private messages. */
  seal: TextSeal;
  /** Told how long it took until Discord had the first answer to a call, in milliseconds. */
  onAcknowledged?: (ms: number) => void;
}

export interface DiscordState {
  connected: boolean;
  /** How many of the configured guilds the bot is in. */
  guilds: number;
  /** Milliseconds since the epoch; null before the first time. */
  lastReadyAt: number | null;
  /** Set where Discord ended the connection for good, such as after the token was reset. Only a new start mends it. */
  endedWithCode: number | null;
}

export interface DiscordChat {
  /** Resolves when the bot is ready. Throws a DiscordError whose message names the way out. */
  start(): Promise<void>;
  /** Takes nothing new, waits a while for answers under way, and disconnects. */
  stop(): Promise<void>;
  messenger: Messenger;
  state(): DiscordState;
}

/** Longest wait for answers under way when stopping. */
const STOP_WITHIN_MS = 10_000;

export function createDiscordChat(options: DiscordChatOptions): DiscordChat {
  const { applicationId, apiUrl, chat, clock, log, seal, onAcknowledged } = options;
  const guildIds: ReadonlySet<string> = new Set(options.guildIds);
  const client = createClient(apiUrl, log);
  const api = createDiscordApi(client.rest, applicationId);
  const standIn = apiUrl === undefined ? undefined : new URL(apiUrl).origin;
  const parts = {
    client,
    api,
    chat,
    clock,
    log,
    seal,
    guildIds,
    standIn,
    onAcknowledged,
    pause: (ms: number) => pause(ms),
  };
  const underWay = new Set<Promise<void>>();
  let connected = false;
  let lastReadyAt: number | null = null;
  let endedWithCode: number | null = null;

  const noteReady = (): void => {
    connected = true;
    lastReadyAt = clock.now();
  };
  client.on(Events.ShardReady, noteReady);
  client.on(Events.ShardResume, noteReady);
  client.on(Events.ShardReconnecting, () => {
    connected = false;
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    connected = false;
    endedWithCode = code;
  });
  client.on(Events.InteractionCreate, (interaction) => {
    const answer = answerInteraction(interaction, parts)
      .catch((error: unknown) =>
        log('error', 'an interaction could not be answered', { interaction: interaction.id, err: error }),
      )
      .finally(() => underWay.delete(answer));
    underWay.add(answer);
  });
  client.on(Events.GuildCreate, ({ id }) => {
    if (!guildIds.has(id)) log('warn', 'the bot was added to a server that is not configured', { guild: id });
  });
  client.on(Events.GuildDelete, ({ id }) => log('warn', 'the bot was removed from a server', { guild: id }));

  return {
    messenger: createMessenger(parts),
    async start() {
      await connect(client, options.token, { applicationId, guildIds });
      for (const id of client.guilds.cache.keys()) {
        if (!guildIds.has(id)) log('warn', 'the bot is in a server that is not configured', { guild: id });
      }
      for (const id of guildIds) {
        if (!client.guilds.cache.has(id)) log('warn', 'the bot is not in a configured server', { guild: id });
      }
    },
    async stop() {
      client.removeAllListeners(Events.InteractionCreate);
      // The end that is wanted is no lost connection.
      client.removeAllListeners(Events.ShardReconnecting);
      await Promise.race([Promise.allSettled(underWay), pause(STOP_WITHIN_MS, undefined, { ref: false })]);
      if (underWay.size > 0) log('warn', 'stopped before every answer was finished', { unfinished: underWay.size });
      connected = false;
      await client.destroy();
    },
    state: () => ({
      connected,
      guilds: [...guildIds].filter((id) => client.guilds.cache.has(id)).length,
      lastReadyAt,
      endedWithCode,
    }),
  };
}
