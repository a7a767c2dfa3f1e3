import { APP_ID, BOT_ID, PERSONAL_CONVERSATION, TENANT_ID } from '../../../../simulators/teams/activities.ts';
import { createFakeAuthority, type FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { createFakeConnector, type FakeConnector } from '../../../../simulators/teams/fake-connector.ts';
import { createFakeTime, type FakeTime } from '../../../../simulators/teams/fake-time.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import { createBotCredentials } from '../../../../src/adapters/teams/outbound/bot-credentials.ts';
import { type BotFramework, createBotFramework } from '../../../../src/adapters/teams/outbound/bot-framework.ts';
import type { ConversationReference } from '../../../../src/adapters/teams/outbound/conversation-reference.ts';
import {
  createTeamsConnector,
  type TeamsConnector,
} from '../../../../src/adapters/teams/outbound/create-teams-connector.ts';
import { createFetchBotToken } from '../../../../src/adapters/teams/outbound/fetch-bot-token.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';

export const PASSWORD = 'canary-password-of-the-bot';

/** A connector of ours against a fake authority and a fake Bot Connector, all over HTTP. */
export interface Rig {
  authority: FakeAuthority;
  teams: FakeConnector;
  time: FakeTime;
  framework: BotFramework;
  connector: TeamsConnector;
  reference: ConversationReference;
  close(): Promise<void>;
}

export interface RigOptions {
  sandbox?: boolean;
  timeoutMs?: number;
}

export async function createRig({ sandbox = true, timeoutMs = 5000 }: RigOptions = {}): Promise<Rig> {
  const authority = await createFakeAuthority();
  const teams = await createFakeConnector({
    accepts: (authorization) => authorization === `Bearer ${authority.botTokens.at(-1)}`,
  });
  const time = createFakeTime();
  const http = new HttpClient({ sandboxUrl: authority.origin, timeoutMs, useProxy: false });
  const { clock, sleep } = time;
  const { openIdMetadataUrl } = authority;
  const credentials = createBotCredentials({
    appId: APP_ID,
    password: new Secret(PASSWORD),
    tenantId: TENANT_ID,
    fetchToken: createFetchBotToken(http),
    clock,
  });
  const framework = createBotFramework({ appId: APP_ID, http, sandbox, clock, credentials, openIdMetadataUrl });
  const connector = createTeamsConnector({ framework, appId: APP_ID, sandbox, clock, sleep, random: () => 0.5 });
  return {
    authority,
    teams,
    time,
    framework,
    connector,
    reference: toReference(teams.serviceUrl),
    close: async () => {
      await http.close();
      await teams.close();
      await authority.close();
    },
  };
}

export function toReference(serviceUrl: string, conversationId = PERSONAL_CONVERSATION): ConversationReference {
  return {
    channelId: 'msteams',
    serviceUrl,
    conversationId,
    conversationType: 'personal',
    botId: BOT_ID,
    botName: 'Samaritan',
    tenantId: TENANT_ID,
  };
}
