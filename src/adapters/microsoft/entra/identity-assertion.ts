import type { CloudName } from '../../../core/model/cloud/connection.ts';
import type { Fault } from '../../../core/model/cloud/microsoft-cloud.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { HttpClient, type HttpRequest } from '../../http/http-client.ts';
import { parseJson } from '../../http/http-response.ts';
import { NoAnswer } from '../../http/no-answer.ts';
import { AuthError, ManagedIdentityApplication, type NetworkClient, SILENT } from './msal.ts';

/** Whom the token is for in each cloud (learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity). */
const EXCHANGE: Readonly<Record<CloudName, string>> = {
  global: 'api://AzureADTokenExchange',
  usgov: 'api://AzureADTokenExchangeUSGov',
  'usgov-dod': 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
};

/** MSAL keeps what it first asked with as long as the process lives: never closed, and idle it keeps no process alive. */
const http = new HttpClient({
  connections: 1,
  timeoutMs: 10_000,
  mostBytes: 64 * 1024,
  useProxy: false,
  asksMachine: true,
});

const ask = async (request: HttpRequest) => {
  const answer = await http.send(request);
  if (answer instanceof NoAnswer) throw new AuthError('no_answer', answer.message);
  return { headers: answer.headers, body: parseJson(answer.body) ?? {}, status: answer.status };
};
const networkClient = {
  sendGetRequestAsync: (url: string, options: object = {}) => ask({ method: 'GET', url, ...options }),
  sendPostRequestAsync: (url: string, options: object = {}) => ask({ method: 'POST', url, ...options }),
} as NetworkClient;

/** What Azure said, among what MSAL makes of it. */
const DESCRIPTION = /Description: (.+?) - Correlation ID/;

/** This machine has no such identity, or it gave no token. */
export class NoIdentityToken extends Error {
  override readonly name = 'NoIdentityToken';
  readonly fault: Fault;

  constructor(identity: string, why: string) {
    const message = `The managed identity ${identity} gave no token on this machine: ${toSafeText(why, { maxLength: 300 })}`;
    super(message);
    this.fault = { kind: 'refused', httpStatus: 400, error: 'managed_identity_unavailable', codes: [], message };
  }
}

/**
 * The token of a managed identity, which an app that trusts it presents instead of a secret. MSAL finds where this machine
 * asks for it, and keeps it until it ends. Throws `NoIdentityToken`.
 */
export async function identityAssertion(identity: string, cloud: CloudName): Promise<string> {
  const application = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: identity },
    system: { networkClient, loggerOptions: SILENT, disableInternalRetries: true },
  });
  try {
    return (await application.acquireToken({ resource: EXCHANGE[cloud] })).accessToken;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new NoIdentityToken(identity, DESCRIPTION.exec(message)?.[1] ?? message);
  }
}
