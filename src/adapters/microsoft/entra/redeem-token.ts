import type { Configuration } from '@azure/msal-node';
import { z } from 'zod';
import {
  type Connection,
  LEGACY_EXCHANGE_CLIENT_ID,
  type SamConnection,
} from '../../../core/model/cloud/connection.ts';
import type {
  Answer,
  Fault,
  TokenDescription,
  TokenGrant,
  TokenRequest,
} from '../../../core/model/cloud/microsoft-cloud.ts';
import { toSafeText } from '../../../core/model/text/safe-text.ts';
import { Secret } from '../../../core/model/text/secret.ts';
import { type HttpResponse, header, parseJson } from '../../http/http-response.ts';
import type { CloudHosts } from '../clouds.ts';
import { carriesError, malformedAnswer } from '../http/own-marks.ts';
import type { Requester } from '../http/requester.ts';
import { parseEntraRefusal } from './entra-refusal.ts';
import { identityAssertion, NoIdentityToken } from './identity-assertion.ts';
import { ConfidentialClientApplication, type NetworkClient, PublicClientApplication, SILENT } from './msal.ts';

export interface RedeemParts {
  connection: Connection;
  requester: Requester;
  hosts: CloudHosts;
  clean: (text: string) => string;
}

const clientInfoSchema = z.object({ utid: z.string() });

const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().optional().catch(undefined),
  client_info: z.string().optional().catch(undefined),
});

export interface TokenAnswer {
  response: HttpResponse;
  json: unknown;
}

/** A request as MSAL builds it. */
interface TokenCall {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

/**
 * A token at a tenant's authority: a refresh token is redeemed, or an app signs in by itself. MSAL builds the request;
 * it is sent and the raw answer is read here, since MSAL loses the rotated refresh token, the HTTP status and all codes
 * but one. A fresh application object per call: a shared one answers from a local throttle and would poison the diagnosis.
 */
export async function redeemToken(request: TokenRequest, parts: RedeemParts): Promise<Answer<TokenGrant>> {
  let call: TokenCall;
  try {
    call = await buildCall(request, parts);
  } catch (error) {
    return { ok: false, fault: faultOf(error), attempts: 0, durationMs: 0 };
  }
  return toGrant(await sendCall(call, request.authorityTenant, parts), parts);
}

/**
 * What MSAL would send. Its answer never comes: waiting for nothing, MSAL's objects are garbage at once instead of
 * staying alive as long as Entra takes, which is what a sweep's collections of garbage would be busy with.
 */
function buildCall(request: TokenRequest, parts: RedeemParts): Promise<TokenCall> {
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
      return application.acquireTokenByRefreshToken({ refreshToken: refreshToken.reveal(), scopes });
    };
    acquire().then(() => reject(new Error('MSAL sent nothing')), reject);
  });
}

/** Why nothing was sent to Entra. */
export function faultOf(error: unknown): Fault {
  return error instanceof NoIdentityToken ? error.fault : { kind: 'internal', error };
}

/** Which client redeems which refresh token: the app, or, as old scripts did, Microsoft's own with a second token. */
function redeemerOf(
  connection: SamConnection,
  { legacyClient = false }: TokenRequest,
  { parts, authority, networkClient }: { parts: RedeemParts; authority: string; networkClient: NetworkClient },
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
  { connection }: Pick<RedeemParts, 'connection'>,
  authority: string,
  networkClient: NetworkClient,
) {
  if (connection.kind === 'sam' && connection.publicClient)
    return createPublicClient(connection.applicationId, authority, networkClient);
  return createConfidentialClient({ connection }, authority, networkClient);
}

function createConfidentialClient(
  { connection }: Pick<RedeemParts, 'connection'>,
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

/** What the token endpoint's answer gives, whatever was redeemed. */
export function toGrant(answer: Answer<TokenAnswer>, { clean }: Pick<RedeemParts, 'clean'>): Answer<TokenGrant> {
  if (!answer.ok) return answer;
  const { attempts, durationMs } = answer;
  const { response, json } = answer.value;
  if (carriesError(json))
    return { ok: false, fault: { kind: 'refused', ...parseEntraRefusal(response, clean) }, attempts, durationMs };
  const parsed = tokenSchema.safeParse(json);
  const requestId = header(response, 'x-ms-request-id');
  const identified = requestId === undefined ? {} : { requestId };
  if (!parsed.success) {
    const detail = 'the answer of the token endpoint holds no usable access token';
    return { ok: false, fault: malformedAnswer(response, detail, requestId), attempts, durationMs };
  }
  const { access_token, refresh_token, id_token, client_info } = parsed.data;
  return {
    ok: true,
    attempts,
    durationMs,
    ...identified,
    value: {
      accessToken: new Secret(access_token),
      ...(refresh_token === undefined ? {} : { rotatedRefreshToken: new Secret(refresh_token) }),
      describe: () => describeToken(access_token, id_token, client_info),
    },
  };
}

/** The id token says what an opaque access token doesn't. A claim that is left out says no; one that can't be read, nothing. */
function describeToken(accessToken: string, idToken?: string, clientInfo?: string): TokenDescription {
  const claims = readTokenClaims(accessToken);
  const { authenticationMethods: idMethods, ...idClaims } = readTokenClaims(idToken ?? '') ?? {};
  const found = [claims?.authenticationMethods, idMethods];
  const leftOut = claims && !found.includes(null) ? [] : null;
  const home = clientInfo === undefined ? undefined : readClientInfo(clientInfo);
  return {
    ...idClaims,
    ...claims,
    authenticationMethods: found.find((methods) => methods != null) ?? leftOut,
    ...(home === undefined ? {} : { homeTenantId: home }),
  };
}

function readClientInfo(text: string): string | undefined {
  return clientInfoSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8'))).data?.utid;
}

/** Sends what MSAL built. Discovery would be a second request: the authorities used here are all known to MSAL. */
export async function sendCall(
  call: TokenCall,
  tenant: string,
  { requester, clean }: Pick<RedeemParts, 'requester' | 'clean'>,
): Promise<Answer<TokenAnswer>> {
  const toRefusal = (response: HttpResponse) => parseEntraRefusal(response, clean);
  const answer = await requester.send({ lane: 'entra', tenant, toRefusal, ...call });
  return answer.ok ? { ...answer, value: { response: answer.value, json: parseJson(answer.value.body) } } : answer;
}

/** MSAL's transport. */
export function createNetworkClient(send: (call: TokenCall) => Promise<unknown>): NetworkClient {
  const sendAs = (method: TokenCall['method']) => (url: string, options?: Partial<TokenCall>) =>
    send({ method, url, headers: options?.headers ?? {}, body: options?.body });
  return { sendGetRequestAsync: sendAs('GET'), sendPostRequestAsync: sendAs('POST') } as NetworkClient;
}

const text = z.string().optional().catch(undefined);
const claimsSchema = z.object({
  tid: text,
  // There, but not as anybody knows it: it says neither yes nor no.
  amr: z.array(z.string()).nullish().catch(null),
  oid: text,
  upn: text,
  unique_name: text,
  preferred_username: text,
  appid: text,
  azp: text,
  scp: text,
  roles: z.array(z.string()).optional().catch(undefined),
  wids: z.array(z.string()).optional().catch(undefined),
});

type TokenClaims = Partial<TokenDescription>;

/**
 * Claims of a JWT, read for diagnosis only and without checking its signature. Undefined where the token is opaque,
 * which Microsoft may make it at any time.
 */
export function readTokenClaims(token: string): TokenClaims | undefined {
  const [, payload] = token.split('.');
  if (!payload) return undefined;
  const parsed = claimsSchema.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success) return undefined;
  const { tid, amr, oid, upn, unique_name, preferred_username, appid, azp, scp, roles, wids } = parsed.data;
  const account = upn ?? unique_name ?? preferred_username;
  const clientId = appid ?? azp;
  return {
    ...(tid === undefined ? {} : { tenantId: tid }),
    ...(amr === undefined ? {} : { authenticationMethods: amr }),
    ...(oid === undefined ? {} : { accountId: oid }),
    ...(account === undefined ? {} : { account: toSafeText(account, { maxLength: 200 }) }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(roles === undefined ? {} : { roles }),
    ...(wids === undefined ? {} : { roleIds: wids.map((id) => id.toLowerCase()) }),
    ...(scp === undefined ? {} : { scopes: scp.split(' ').filter((scope) => scope !== '') }),
  };
}
