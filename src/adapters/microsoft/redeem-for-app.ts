import type { CloudName } from '../../core/model/cloud/connection.ts';
import type { Answer } from '../../core/model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import { HttpClient } from '../http/http-client.ts';
import { createCleaner } from './clean-text.ts';
import { CLOUD_HOSTS } from './clouds.ts';
import { ConfidentialClientApplication, createNetworkClient, SENT_NOTHING, toGrant } from './entra/redeem-token.ts';
import { Requester } from './http/requester.ts';
import { Pacer } from './pacing/pacer.ts';
import { systemPacingTime } from './pacing/pacing-time.ts';

export interface AppCredentials {
  cloud: CloudName;
  applicationId: string;
  applicationSecret: Secret;
  tenant: string;
}

export interface AppRedemption {
  sandboxUrl: string | undefined;
  useProxy: boolean;
  signal: AbortSignal;
}

const TIMEOUT_MS = 15_000;

/** A Graph token for an app by itself, without any user: client credentials, through MSAL. */
export async function redeemForApp(
  { cloud, applicationId, applicationSecret, tenant }: AppCredentials,
  { sandboxUrl, useProxy, signal }: AppRedemption,
): Promise<Answer<unknown>> {
  const hosts = CLOUD_HOSTS[cloud];
  const timers = systemPacingTime;
  const http = new HttpClient({ sandboxUrl, connections: 1, timeoutMs: TIMEOUT_MS, useProxy });
  const requester = new Requester({ http, pacer: new Pacer(1, timers), timers, signal, random: Math.random });
  const clean = createCleaner([applicationSecret]);
  let answer: Parameters<typeof toGrant>[0] | undefined;
  const networkClient = createNetworkClient(tenant, { requester, clean }, (sent) => {
    answer = sent;
  });
  const auth = {
    clientId: applicationId,
    authority: `https://${hosts.login}/${tenant}`,
    clientSecret: applicationSecret.reveal(),
  };
  try {
    const app = new ConfidentialClientApplication({ auth, system: { networkClient } });
    await app.acquireTokenByClientCredential({ scopes: [`https://${hosts.graph}/.default`] });
  } catch (error) {
    if (!answer) return { ok: false, fault: { kind: 'internal', error }, attempts: 0, durationMs: 0 };
  } finally {
    requester.close();
    await http.close();
  }
  return answer ? toGrant(answer, { clean }) : SENT_NOTHING;
}
