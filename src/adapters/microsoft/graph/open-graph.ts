import type { Connection } from '../../../core/model/cloud/connection.ts';
import type { Answer, TokenGrant } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import { createCleaner } from '../clean-text.ts';
import { CLOUD_HOSTS } from '../clouds.ts';
import { type RedeemParts, redeemToken } from '../entra/redeem-token.ts';
import { openRequester } from '../http/requester.ts';
import { askGraph, type GraphBody, type GraphParts, type GraphRequest } from './ask-graph.ts';

export interface GraphReach {
  sandboxUrl?: string | undefined;
  useProxy?: boolean;
}

/** Graph as a connection reaches it in its own tenant; the token is redeemed once it is needed. */
export interface OpenGraph {
  parts: GraphParts;
  redeeming: Omit<RedeemParts, 'connection' | 'clean'>;
  withToken<T>(use: (token: Secret) => Promise<Answer<T>>): Promise<Answer<T>>;
  /** `path` begins after the version. */
  send(request: Pick<GraphRequest, 'path' | 'body' | 'method'>): Promise<Answer<GraphBody>>;
  close(): Promise<void>;
}

/** For what writes at Microsoft, a few requests at a time. */
export function openGraph(
  { connection, signal }: { connection: Connection; signal: AbortSignal },
  reach: GraphReach,
): OpenGraph {
  const { requester, close } = openRequester(reach, signal);
  const { sandboxUrl } = reach;
  const { tenant, cloud, applicationSecret } = connection;
  const hosts = CLOUD_HOSTS[cloud];
  const clean = createCleaner([applicationSecret, ...(connection.kind === 'sam' ? [connection.refreshToken] : [])]);
  const parts: GraphParts = { requester, host: hosts.graph, aliases: sandboxUrl ? [sandboxUrl] : [], clean };
  const redeeming = { requester, hosts };
  let granted: Promise<Answer<TokenGrant>> | undefined;
  const withToken: OpenGraph['withToken'] = async (use) => {
    granted ??= redeemToken({ authorityTenant: tenant, resource: 'graph' }, { ...redeeming, connection, clean });
    const grant = await granted;
    if (grant.ok) return await use(grant.value.accessToken);
    granted = undefined;
    return grant;
  };
  return {
    parts,
    redeeming,
    withToken,
    send: ({ path, ...request }) =>
      withToken((token) => askGraph({ ...request, token, tenant, path: `/v1.0${path}` }, parts)),
    close,
  };
}
