import { z } from 'zod';
import type { AppSecrets, AppSecretsFactory } from '../../core/credentials/app-secrets.ts';
import type { Answer, TokenGrant } from '../../core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../core/model/text/secret.ts';
import { createCleaner } from './clean-text.ts';
import { CLOUD_HOSTS } from './clouds.ts';
import type { MicrosoftOptions } from './create-microsoft-cloud.ts';
import { redeemToken } from './entra/redeem-token.ts';
import { askGraph, type GraphParts } from './graph/ask-graph.ts';
import { readApplicationCredentials } from './graph/read-application-credentials.ts';
import { malformed } from './http/own-marks.ts';
import { openRequester } from './http/requester.ts';

/** As documented, November 2026: learn.microsoft.com/graph/api/application-addpassword. The value is told this once. */
const addedSchema = z.object({ keyId: z.guid(), secretText: z.string().min(8).max(256) });

/** The app's secrets through Graph, with a token of the connection itself. */
export function createAppSecretsFactory(options: Pick<MicrosoftOptions, 'sandboxUrl' | 'useProxy'>): AppSecretsFactory {
  const { sandboxUrl } = options;
  return {
    open({ connection, signal }): AppSecrets {
      const { requester, close } = openRequester(options, signal);
      const hosts = CLOUD_HOSTS[connection.cloud];
      const { applicationSecret, refreshToken, applicationId, tenant, cloud, name } = connection;
      const clean = createCleaner([applicationSecret, refreshToken]);
      const graph: GraphParts = { requester, host: hosts.graph, aliases: sandboxUrl ? [sandboxUrl] : [], clean };
      let granted: Promise<Answer<TokenGrant>> | undefined;
      const withToken = async <T>(use: (token: Secret) => Promise<Answer<T>>): Promise<Answer<T>> => {
        granted ??= redeemToken(
          { authorityTenant: tenant, resource: 'graph' },
          { connection, requester, hosts, clean },
        );
        const grant = await granted;
        if (grant.ok) return await use(grant.value.accessToken);
        granted = undefined;
        return grant;
      };
      const post = (objectId: string, action: string, body: object) =>
        withToken((token) =>
          askGraph(
            { token, tenant, path: `/v1.0/applications/${encodeURIComponent(objectId)}/${action}`, body },
            graph,
          ),
        );
      return {
        list: () => withToken((token) => readApplicationCredentials(token, applicationId, graph)),
        add: async (objectId, { displayName, endsAt }) => {
          const passwordCredential = { displayName, endDateTime: new Date(endsAt).toISOString() };
          const answer = await post(objectId, 'addPassword', { passwordCredential });
          if (!answer.ok) return answer;
          const { data } = addedSchema.safeParse(answer.value.json);
          if (!data) return malformed(answer, 'Graph’s new secret does not hold what was asked for');
          return { ...answer, value: { keyId: data.keyId, value: new Secret(data.secretText) } };
        },
        remove: async (objectId, keyId) => {
          const answer = await post(objectId, 'removePassword', { keyId });
          const isGone =
            !answer.ok &&
            answer.fault.kind === 'refused' &&
            /No password credential found/i.test(answer.fault.message ?? '');
          return isGone ? { ...answer, ok: true, value: null } : answer;
        },
        tryOut: (secret) => {
          const byItself = { kind: 'app-only', name, cloud, applicationId, applicationSecret: secret, tenant } as const;
          const own = { connection: byItself, requester, hosts, clean: createCleaner([secret]) };
          return redeemToken({ authorityTenant: tenant, resource: 'graph' }, own);
        },
        close,
      };
    },
  };
}
