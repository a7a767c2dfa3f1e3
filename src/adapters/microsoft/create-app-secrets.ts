import { z } from 'zod';
import type { AppSecrets, AppSecretsFactory } from '../../core/credentials/app-secrets.ts';
import { Secret } from '../../core/model/text/secret.ts';
import { createCleaner } from './clean-text.ts';
import { redeemToken } from './entra/redeem-token.ts';
import { type GraphReach, openGraph } from './graph/open-graph.ts';
import { readAppPolicy } from './graph/read-app-policy.ts';
import { readApplicationCredentials } from './graph/read-application-credentials.ts';
import { malformed } from './http/own-marks.ts';

/** As documented, November 2026: learn.microsoft.com/graph/api/application-addpassword. The value is told this once. */
const addedSchema = z.object({ keyId: z.guid(), secretText: z.string().min(8).max(256) });

/** The app's secrets through Graph, with a token of the connection itself. */
export function createAppSecretsFactory(reach: GraphReach): AppSecretsFactory {
  return {
    open(options): AppSecrets {
      const graph = openGraph(options, reach);
      const { applicationId, tenant, cloud, name } = options.connection;
      const post = (objectId: string, action: string, body: object) =>
        graph.send({ path: `/applications/${encodeURIComponent(objectId)}/${action}`, body });
      return {
        list: () => graph.withToken((token) => readApplicationCredentials(token, applicationId, graph.parts)),
        policy: (objectId) => graph.withToken((token) => readAppPolicy(token, objectId, graph.parts)),
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
          const own = { ...graph.redeeming, connection: byItself, clean: createCleaner([secret]) };
          return redeemToken({ authorityTenant: tenant, resource: 'graph' }, own);
        },
        close: graph.close,
      };
    },
  };
}
