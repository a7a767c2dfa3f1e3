import type { Configuration } from '@azure/msal-node';
import {
  type Connection,
  hasSecret,
  LEGACY_EXCHANGE_CLIENT_ID,
  type SamConnection,
} from '../../../core/model/cloud/connection.ts';
import type { TokenRequest } from '../../../core/model/cloud/microsoft-cloud.ts';
import { isDomain, isGuid } from '../../../core/model/tenants/tenant-id.ts';
import type { CloudHosts } from '../clouds.ts';
import { identityAssertion } from './identity-assertion.ts';
import { ConfidentialClientApplication, type NetworkClient, PublicClientApplication, SILENT } from './msal.ts';

/** Whose request it is, and where it goes. */
export interface CallParts {
  connection: Connection;
  hosts: CloudHosts;
}

/** A request as MSAL builds it. */
export interface TokenCall {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

/** What stands in a form for the tenant and the id of one request. */
const TENANT = '4b1d0c9e-6a57-4a0e-9d35-0f2c7e8a1b64';
const REQUEST = 'd25e7f10-83c4-4b9b-a6e1-95f03c7d2a48';

/** Forms by whom they were made for, and by what. */
const forms = new WeakMap<CallParts, Map<string, Promise<TokenCall>>>();

/**
 * The request for a tenant's token. For a refresh token MSAL builds the same for each tenant but for the tenant and an
 * id in the address, so it builds one form for all of them (docs/adr/0003). What is signed for one authority is built
 * for each.
 */
export async function toTokenCall(request: TokenRequest, parts: CallParts): Promise<TokenCall> {
  const { authorityTenant: tenant, resource, legacyClient } = request;
  if (!hasForm(request, parts)) return await buildCall(request, parts);
  const known = forms.get(parts) ?? new Map<string, Promise<TokenCall>>();
  forms.set(parts, known);
  const which = `${resource} ${legacyClient}`;
  const form = known.get(which) ?? buildForm(request, parts);
  known.set(which, form);
  const { url, ...call } = await form;
  return { ...call, url: url.replace(TENANT, tenant.toLowerCase()).replace(REQUEST, crypto.randomUUID()) };
}

function hasForm({ authorityTenant, alone }: TokenRequest, { connection }: CallParts): boolean {
  const redeems = connection.kind === 'sam' && !alone;
  return redeems && hasSecret(connection) && (isGuid(authorityTenant) || isDomain(authorityTenant));
}

async function buildForm(request: TokenRequest, parts: CallParts): Promise<TokenCall> {
  const form = await buildCall({ ...request, authorityTenant: TENANT }, parts, REQUEST);
  const whole = JSON.stringify(form);
  const holds = [TENANT, REQUEST].every((mark) => form.url.includes(mark) && whole.split(mark).length === 2);
  if (!holds) throw new Error('MSAL names the tenant or the request elsewhere than once in the address');
  return form;
}

/**
 * What MSAL would send. Its answer never comes: waiting for nothing, MSAL's objects are garbage at once instead of
 * staying alive as long as Entra takes, which is what a sweep's collections of garbage would be busy with.
 */
function buildCall(
  request: TokenRequest,
  parts: CallParts,
  correlationId: string = crypto.randomUUID(),
): Promise<TokenCall> {
  const { authorityTenant, resource, alone } = request;
  const { connection, hosts } = parts;
  const authority = `https://${hosts.login}/${authorityTenant}`;
  const scopes = [`https://${resource === 'graph' ? hosts.graph : hosts.exchange}/.default`];
  return new Promise((resolve, reject) => {
    const networkClient = createNetworkClient((call) => {
      resolve(call);
      return new Promise(() => {});
    });
    const acquire = (): Promise<unknown> => {
      if (connection.kind === 'app-only' || alone)
        return createConfidentialClient(parts, authority, networkClient).acquireTokenByClientCredential({ scopes });
      const { application, refreshToken } = redeemerOf(connection, request, { parts, authority, networkClient });
      return application.acquireTokenByRefreshToken({ refreshToken: refreshToken.reveal(), scopes, correlationId });
    };
    acquire().then(() => reject(new Error('MSAL sent nothing')), reject);
  });
}

/** Which client redeems which refresh token: the app, or, as old scripts did, Microsoft's own with a second token. */
function redeemerOf(
  connection: SamConnection,
  { legacyClient = false }: TokenRequest,
  { parts, authority, networkClient }: { parts: CallParts; authority: string; networkClient: NetworkClient },
) {
  const { exchange, refreshToken } = connection;
  if (!legacyClient) return { application: createAppClient(parts, authority, networkClient), refreshToken };
  return {
    application: createPublicClient(LEGACY_EXCHANGE_CLIENT_ID, authority, networkClient),
    refreshToken: exchange.kind === 'legacy' ? exchange.refreshToken : refreshToken,
  };
}

function createPublicClient(clientId: string, authority: string, networkClient: NetworkClient) {
  return new PublicClientApplication({
    auth: { clientId, authority },
    system: { networkClient, loggerOptions: SILENT },
  });
}

/** The connection's app at one authority: with its secret, or without one where its tokens are a public client's. */
export function createAppClient(
  { connection }: Pick<CallParts, 'connection'>,
  authority: string,
  networkClient: NetworkClient,
) {
  if (connection.kind === 'sam' && connection.publicClient)
    return createPublicClient(connection.applicationId, authority, networkClient);
  return createConfidentialClient({ connection }, authority, networkClient);
}

function createConfidentialClient(
  { connection }: Pick<CallParts, 'connection'>,
  authority: string,
  networkClient: NetworkClient,
): InstanceType<typeof ConfidentialClientApplication> {
  return new ConfidentialClientApplication({
    auth: { clientId: connection.applicationId, authority, ...credentialOf(connection) },
    system: { networkClient, loggerOptions: SILENT },
  });
}

/**
 * A secret is sent; with the key of a certificate an assertion for this authority is signed (PS256, x5t#S256); a managed
 * identity's token is an assertion as it is.
 */
function credentialOf({ applicationSecret, certificate, identity, cloud }: Connection): Partial<Configuration['auth']> {
  if (identity !== undefined) return { clientAssertion: () => identityAssertion(identity, cloud) };
  const value = applicationSecret.reveal();
  if (!certificate) return { clientSecret: value };
  return { clientCertificate: { thumbprintSha256: certificate.thumbprintSha256, privateKey: value } };
}

/** MSAL's transport. */
export function createNetworkClient(send: (call: TokenCall) => Promise<unknown>): NetworkClient {
  const sendAs = (method: TokenCall['method']) => (url: string, options?: Partial<TokenCall>) =>
    send({ method, url, headers: options?.headers ?? {}, body: options?.body });
  return { sendGetRequestAsync: sendAs('GET'), sendPostRequestAsync: sendAs('POST') } as NetworkClient;
}
