import type { Logger } from 'pino';
import type { Metrics } from '../../adapters/metrics/metrics.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import type { Messenger } from '../../core/cards/messenger.ts';
import type { Chat } from '../../core/chat/calls/chat.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import type { StartConfig } from '../config/start-config.ts';
import type { MountRoutes } from '../http/bare-app.ts';
import type { HealthPart } from '../http/health.ts';
import { systemClock } from '../system-clock.ts';
import type { Stops } from './stops.ts';

export interface ChatsOptions {
  config: StartConfig;
  chat: Chat;
  box: SecretBox;
  storage: Storage;
  log: Logger;
  useProxy: boolean;
  stops: Stops;
  metrics: Metrics;
}

export interface RunningChats {
  messengers: Messenger[];
  routes: MountRoutes[];
  health: HealthPart[];
  /** In words. */
  parts: string[];
}

export async function startChats(options: ChatsOptions): Promise<RunningChats> {
  const { config, stops } = options;
  const running: RunningChats = { messengers: [], routes: [], health: [], parts: [] };
  if (config.teams) {
    // A chat that isn't configured costs no time: loading botbuilder alone takes a tenth of a second.
    const { startTeams } = await import('./start-teams.ts');
    const teams = startTeams({ ...options, teams: config.teams });
    stops.add('Teams', () => teams.stop());
    running.messengers.push(teams.messenger);
    running.routes.push(teams.mount);
    running.health.push({ name: 'teams', check: () => ({ ok: true, detail: 'takes messages' }) });
    running.parts.push(`Teams${config.teams.allowAnonymous ? ' without authentication, for trying it' : ''}`);
  }
  if (config.discord) {
    const { guildIds } = config.discord;
    const { startDiscord } = await import('./start-discord.ts');
    const discord = await startDiscord({ ...options, config: config.discord, clock: systemClock });
    stops.add('Discord', () => discord.stop());
    running.messengers.push(discord.messenger);
    running.health.push({
      name: 'discord',
      check: () => {
        const { connected, guilds } = discord.state();
        return { ok: connected, detail: `in ${guilds} of ${guildIds.length} servers` };
      },
    });
    running.health.push({
      name: 'discord-session',
      vital: true,
      check: () => {
        const { endedWithCode } = discord.state();
        const detail = endedWithCode === null ? 'not ended' : `ended by Discord for good with code ${endedWithCode}`;
        return { ok: endedWithCode === null, detail };
      },
    });
    running.parts.push(`Discord in ${discord.state().guilds} of ${guildIds.length} servers`);
  }
  return running;
}
