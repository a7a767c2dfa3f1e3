import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { HttpClient } from '../../adapters/http/http-client.ts';
import type { Storage } from '../../adapters/storage/open-storage.ts';
import { createTeamsChat } from '../../adapters/teams/chat/create-teams-chat.ts';
import { createTeamsMessenger } from '../../adapters/teams/chat/teams-messenger.ts';
import { createMessagesRouter } from '../../adapters/teams/inbound/create-messages-router.ts';
import { createBotCredentials } from '../../adapters/teams/outbound/bot-credentials.ts';
import { createBotFramework } from '../../adapters/teams/outbound/bot-framework.ts';
import { createTeamsConnector } from '../../adapters/teams/outbound/create-teams-connector.ts';
import { createFetchBotToken } from '../../adapters/teams/outbound/fetch-bot-token.ts';
import type { Messenger } from '../../core/cards/messenger.ts';
import type { Chat } from '../../core/chat/calls/chat.ts';
import { createFaultReferences } from '../../core/diagnosis/sweep/internal-faults.ts';
import { internalReason } from '../../core/model/text/reference.ts';
import type { StartConfig, TeamsConfig } from '../config/start-config.ts';
import type { MountRoutes } from '../http/bare-app.ts';
import { systemClock } from '../system-clock.ts';
import { systemTimers } from '../system-timers.ts';
import { StartError } from './start-error.ts';

export interface TeamsOptions {
  config: StartConfig;
  teams: TeamsConfig;
  chat: Chat;
  storage: Storage;
  log: Logger;
  useProxy: boolean;
}

export interface RunningTeams {
  mount: MountRoutes;
  messenger: Messenger;
  /** Lets answers under way be finished within a limit. */
  stop(): Promise<void>;
}

const TIMEOUT_MS = 15_000;
const STOP_WITHIN_MS = 10_000;

export function startTeams({ config, teams, chat, storage, log, useProxy }: TeamsOptions): RunningTeams {
  const { sandboxUrl, server } = config;
  const sandbox = sandboxUrl !== undefined;
  if (teams.allowedTenants === 'any') {
    throw new StartError('TEAMS_ALLOWED_TENANTS is missing. It lists the tenants whose people may speak to the bot.');
  }
  const appId = teams.allowAnonymous ? '' : teams.appId;
  const http = new HttpClient({ sandboxUrl, timeoutMs: TIMEOUT_MS, useProxy });
  const clock = systemClock;
  const credentials = teams.allowAnonymous
    ? undefined
    : createBotCredentials({ ...teams, fetchToken: createFetchBotToken(http), clock });
  const openIdMetadataUrl = teams.allowAnonymous ? undefined : teams.openIdMetadataUrl;
  const framework = createBotFramework({ appId, http, sandbox, clock, credentials, openIdMetadataUrl });
  const connector = createTeamsConnector({
    framework,
    appId,
    sandbox,
    clock,
    sleep: async (ms) => void (await pause(ms)),
    random: Math.random,
  });
  const { references, replayLedger: ledger } = storage;
  const platform = log.child({ platform: 'teams' });
  const teamsChat = createTeamsChat({ chat, connector, references, clock, timers: systemTimers, log: platform });
  const toReference = createFaultReferences((error, reference) =>
    platform.error({ reference, err: error }, 'internal error'),
  );
  const { mount, idle } = createMessagesRouter({
    appId,
    allowedTenants: teams.allowedTenants,
    openIdMetadataUrl,
    sandbox,
    allowAnonymous: teams.allowAnonymous,
    host: server.host,
    handler: teamsChat,
    ledger,
    http,
    clock,
    timers: systemTimers,
    // botbuilder reads keys past any proxy, so behind one its second opinion can't be had.
    ...(useProxy || teams.allowAnonymous ? {} : { confirm: framework.confirms }),
    onRefused: (refusal) => platform.warn({ refusal }, 'a request was refused'),
    onFault: (error) => internalReason(toReference(error)),
  });
  return {
    mount,
    messenger: createTeamsMessenger({ connector, references, clock }),
    stop: async () => {
      await Promise.race([Promise.all([idle(), teamsChat.idle()]), pause(STOP_WITHIN_MS, undefined, { ref: false })]);
      await http.close();
    },
  };
}
