import { z } from 'zod';
import {
  type FunctionApp,
  type FunctionAppAnswer,
  type FunctionAppFaultId,
  functionAppFault,
} from '../../core/credentials/function-app.ts';
import type { CloudName } from '../../core/model/cloud/connection.ts';
import { HttpClient } from '../http/http-client.ts';
import { bearsOwnHeader, bearsOwnMark, type HttpResponse, parseJson } from '../http/http-response.ts';
import { createIdentity } from './create-identity.ts';
import { readVaultRefusal } from './vault-refusal.ts';

export interface FunctionAppOptions {
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/NAME` */
  resourceId: string;
  cloud: CloudName;
  sandboxUrl: string | undefined;
  useProxy: boolean;
}

/** Azure's Resource Manager of each national cloud (learn.microsoft.com/azure/developer/identity/national-clouds). */
const HOSTS: Record<CloudName, string> = {
  global: 'management.azure.com',
  usgov: 'management.usgovcloudapi.net',
  'usgov-dod': 'management.usgovcloudapi.net',
  china: 'management.chinacloudapi.cn',
};
/** learn.microsoft.com/rest/api/appservice/web-apps/restart */
const VERSION = 'api-version=2024-04-01';
const REFERENCES = '/config/configreferences/appsettings';
const TIMEOUT_MS = 20_000;
const MOST_BYTES = 1024 * 1024;

const siteSchema = z.object({ properties: z.object({ state: z.string().max(60) }) });
/** learn.microsoft.com/rest/api/appservice/web-apps/get-app-setting-key-vault-reference */
const referenceSchema = z
  .object({
    properties: z.object({
      vaultName: z.string().max(127),
      secretName: z.string().max(127),
      status: z.string().max(60),
      activeVersion: z.string().max(60).nullish(),
      secretVersion: z.string().max(60).nullish(),
    }),
  })
  .transform(({ properties: { vaultName: vault, secretName: secret, status, activeVersion, secretVersion } }) => ({
    vault,
    secret,
    status,
    version: activeVersion || secretVersion || null,
  }));
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string().catch('') }) });

const BY_STATUS: Readonly<Record<number, FunctionAppFaultId>> = {
  401: 'identity-refused',
  403: 'right-missing',
  404: 'absent',
  409: 'busy',
  429: 'throttled',
};

/**
 * Why an answer is no yes of the Resource Manager; undefined for one that is. Its answers bear headers of its own, and its
 * refusals a code (learn.microsoft.com: ARM request ids).
 */
export function readRefusal(answer: HttpResponse): { id: FunctionAppFaultId; says: string } | undefined {
  const { status, body } = answer;
  const error = errorSchema.safeParse(parseJson(body)).data?.error;
  if (!bearsOwnMark(answer)) return { id: 'foreign', says: `HTTP ${status}` };
  if (error) return { id: BY_STATUS[status] ?? 'refused', says: `${error.code}: ${error.message}` };
  if (status === 200) return bearsOwnHeader(answer) ? undefined : { id: 'foreign', says: `HTTP ${status}` };
  return { id: BY_STATUS[status] ?? 'refused', says: `HTTP ${status}` };
}

/** A function app through Azure's Resource Manager, with whatever identity Azure's default chain finds on this machine. */
export function openFunctionApp({ resourceId, cloud, sandboxUrl, useProxy }: FunctionAppOptions): FunctionApp {
  const name = resourceId.slice(resourceId.lastIndexOf('/') + 1);
  const host = HOSTS[cloud];
  const http = new HttpClient({ sandboxUrl, connections: 1, timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES, useProxy });
  const identity = createIdentity(host, { sandboxUrl, useProxy });
  const ask = async <T>(
    method: 'GET' | 'POST',
    action: string,
    read: (answer: HttpResponse) => T | undefined,
  ): Promise<FunctionAppAnswer<T>> => {
    const fail = (id: FunctionAppFaultId, says = '') =>
      ({ ok: false, fault: functionAppFault(id, name, says) }) as const;
    try {
      const { token } = await identity.getToken(`https://${host}/.default`);
      const url = `https://${host}${resourceId}${action}?${VERSION}`;
      const answer = await http.ask({
        method,
        url,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      });
      const refused = readRefusal(answer);
      if (refused) return fail(refused.id, refused.says);
      const value = read(answer);
      return value === undefined ? fail('foreign') : { ok: true, value };
    } catch (thrown) {
      const refusal = readVaultRefusal(thrown);
      if (!refusal) throw thrown;
      if (refusal.id === 'identity-none') return fail('identity-none');
      if (refusal.id === 'identity-refused' || refusal.id === 'local') return fail(refusal.id, refusal.says);
      return fail(refusal.uncertain && method === 'POST' ? 'uncertain' : 'unreachable', refusal.says);
    }
  };
  return {
    name,
    state: () => ask('GET', '', ({ body }) => siteSchema.safeParse(parseJson(body)).data?.properties.state),
    reference: async (setting) => {
      const answer = await ask(
        'GET',
        `${REFERENCES}/${setting}`,
        ({ body }) => referenceSchema.safeParse(parseJson(body)).data,
      );
      return !answer.ok && answer.fault.id === 'absent' ? { ok: true, value: null } : answer;
    },
    refetch: () => ask('POST', `${REFERENCES}/refresh`, () => null),
    restart: () => ask('POST', '/restart', () => null),
    close: () => http.close(),
  };
}
