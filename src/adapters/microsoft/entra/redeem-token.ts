import { createRequire } from 'node:module';
import type * as Msal from '@azure/msal-node';
import type { Configuration } from '@azure/msal-node';
import { z } from 'zod';
import { LEGACY_EXCHANGE_CLIENT_ID, type SamConnection } from '../../../core/model/cloud/connection.ts';
import type {
  Answer,
  Fault,
  TokenDescription,
  TokenGrant,
  TokenRequest,
} from '../../../core/model/cloud/microsoft-cloud.ts';
import { Secret } from '../../../core/model/text/secret.ts';
import { type HttpResponse, header } from '../../http/http-response.ts';
import { parseJson } from '../../http/parse-json.ts';
import type { CloudHosts } from '../clouds.ts';
import { carriesError } from '../http/own-marks.ts';
import type { Requester } from '../http/requester.ts';
import { parseEntraRefusal } from './entra-refusal.ts';

/** MSAL from its one-file CommonJS build: its module build is 200 files and takes three times as long to load. */
const { ConfidentialClientApplication, LogLevel, PublicClientApplication } = createRequire(import.meta.url)(
  '@azure/msal-node',
) as typeof Msal;

export interface RedeemParts {
  connection: SamConnection;
  requester: Requester;
  hosts: CloudHosts;
  clean: (text: string) => string;
}

const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  id_token: z.string().optional().catch(undefined),
});

/** An answer with its body read once. */
interface TokenAnswer {
  response: HttpResponse;
  json: unknown;
}

type NetworkClient = NonNullable<NonNullable<Configuration['system']>['networkClient']>;
type MsalHeaders = { headers?: Record<string, string>; body?: string };

/**
 * Redeems a refresh token at a tenant's authority through MSAL. MSAL builds the request and checks the answer; the
 * raw answer is kept here, since MSAL loses the rotated refresh token, the HTTP status and all codes but one. A fresh
 * application object per call: a shared one answers from a local throttle and would poison the diagnosis.
 */
export async function redeemToken(request: TokenRequest, parts: RedeemParts): Promise<Answer<TokenGrant>> {
  const { authorityTenant, resource, legacyClient } = request;
  const { connection, hosts } = parts;
  let answer: Answer<TokenAnswer> | undefined;
  const networkClient = createNetworkClient(authorityTenant, parts, (sent) => {
    answer = sent;
  });
  const authority = `https://${hosts.login}/${authorityTenant}`;
  const system = {
    networkClient,
    loggerOptions: { logLevel: LogLevel.Error, loggerCallback: () => {}, piiLoggingEnabled: false },
  };
  const application = legacyClient
    ? new PublicClientApplication({ auth: { clientId: LEGACY_EXCHANGE_CLIENT_ID, authority }, system })
    : new ConfidentialClientApplication({
        auth: { clientId: connection.applicationId, authority, clientSecret: connection.applicationSecret.reveal() },
        system,
      });
  const legacyToken =
    legacyClient && connection.exchange.kind === 'legacy' ? connection.exchange.refreshToken : undefined;
  const refreshToken = (legacyToken ?? connection.refreshToken).reveal();
  const scope = `https://${resource === 'graph' ? hosts.graph : hosts.exchange}/.default`;
  try {
    await application.acquireTokenByRefreshToken({ refreshToken, scopes: [scope] });
  } catch (error) {
    // What MSAL makes of a refusal says less than the answer itself.
    if (!answer) return { ok: false, fault: { kind: 'internal', error }, attempts: 0, durationMs: 0 };
  }
  if (!answer)
    return {
      ok: false,
      fault: { kind: 'internal', error: new Error('MSAL sent nothing') },
      attempts: 0,
      durationMs: 0,
    };
  return toGrant(answer, parts);
}

function toGrant(answer: Answer<TokenAnswer>, { clean }: RedeemParts): Answer<TokenGrant> {
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
    const fault: Fault = { kind: 'malformed', detail, httpStatus: response.status, ...identified };
    return { ok: false, fault, attempts, durationMs };
  }
  const { access_token, refresh_token, id_token } = parsed.data;
  return {
    ok: true,
    attempts,
    durationMs,
    ...identified,
    value: {
      accessToken: new Secret(access_token),
      ...(refresh_token === undefined ? {} : { rotatedRefreshToken: new Secret(refresh_token) }),
      describe: () => describeToken(access_token, id_token),
    },
  };
}

function describeToken(accessToken: string, idToken: string | undefined): TokenDescription {
  const claims = readTokenClaims(accessToken);
  const idClaims = idToken === undefined ? undefined : readTokenClaims(idToken);
  const tenantId = claims?.tenantId ?? idClaims?.tenantId;
  const methods = claims?.authenticationMethods ?? idClaims?.authenticationMethods;
  return {
    authenticationMethods: methods ?? (claims ? [] : null),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}

/** MSAL's transport. Discovery would be a second request: the authorities used here are all known to MSAL. */
function createNetworkClient(
  tenant: string,
  { requester, clean }: RedeemParts,
  keep: (answer: Answer<TokenAnswer>) => void,
): NetworkClient {
  const toRefusal = (response: HttpResponse) => parseEntraRefusal(response, clean);
  const send = async (method: 'GET' | 'POST', url: string, options?: MsalHeaders) => {
    const answer = await requester.send({
      lane: 'entra',
      tenant,
      method,
      url,
      headers: options?.headers ?? {},
      toRefusal,
      ...(options?.body === undefined ? {} : { body: options.body }),
    });
    if (!answer.ok) {
      keep(answer);
      throw new Error('no usable answer');
    }
    const response = answer.value;
    const json = parseJson(response.body);
    keep({ ...answer, value: { response, json } });
    return { headers: {}, body: json ?? {}, status: response.status };
  };
  return {
    sendGetRequestAsync: (url: string, options?: MsalHeaders) => send('GET', url, options),
    sendPostRequestAsync: (url: string, options?: MsalHeaders) => send('POST', url, options),
  } as NetworkClient;
}

const claimsSchema = z.object({
  tid: z.string().optional().catch(undefined),
  amr: z.array(z.string()).optional().catch(undefined),
});

interface TokenClaims {
  tenantId?: string;
  authenticationMethods?: string[];
}

/**
 * Claims of a JWT, read for diagnosis only and without checking its signature. Undefined where the token is opaque,
 * which Microsoft may make it at any time.
 */
export function readTokenClaims(token: string): TokenClaims | undefined {
  const [, payload] = token.split('.');
  if (!payload) return undefined;
  const parsed = claimsSchema.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success) return undefined;
  const { tid, amr } = parsed.data;
  return {
    ...(tid === undefined ? {} : { tenantId: tid }),
    ...(amr === undefined ? {} : { authenticationMethods: amr }),
  };
}
