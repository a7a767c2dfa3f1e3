import { z } from 'zod';
import type { AuthorizeRequest, CodeRequest, DeviceCode } from '../../../core/credentials/sign-in.ts';
import type { Answer, Fault, TokenGrant } from '../../../core/model/cloud/microsoft-cloud.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { Secret } from '../../../core/model/text/secret.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { parseJson } from '../../http/http-response.ts';
import { NoAnswer } from '../../http/no-answer.ts';
import { cleanOf } from '../clean-text.ts';
import { parseEntraRefusal } from './entra-refusal.ts';
import type { NetworkClient } from './msal.ts';
import { faultOf, type RedeemParts, sendCall, type TokenAnswer, toGrant } from './redeem-token.ts';
import { createAppClient, createNetworkClient } from './token-call.ts';

export interface SignInParts extends RedeemParts {
  http: HttpClient;
  /** Stands in for Microsoft's login host in addresses that a browser opens. */
  sandboxUrl: string | undefined;
  /** Permissions of Graph to ask for; without them those that the app has. */
  scopes?: readonly string[] | undefined;
}

/** RFC 8628; the short name that some clients send is no standard's. */
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const OPENID = ['openid', 'profile', 'offline_access'];
/** Entra's page is long, and what it says of a fault stands in its first script. */
const MOST_PAGE_BYTES = 1024 * 1024;
const PAGE_CODE = /AADSTS(\d{4,8})/;
/** What Entra's page says before anybody signs in, and no sign-in would mend. */
const DEAD_ENDS: ReadonlySet<number> = new Set([50011, 500113, 700016, 7000112, 90002, 900023, 900144, 90013]);
/** Entra's own, where an answer names none (learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code). */
const LIFETIME_S = 900;
const INTERVAL_S = 5;

/** The address of Entra's sign-in page, made by MSAL, once a look at that page found no dead end. */
export async function authorize(request: AuthorizeRequest, parts: SignInParts): Promise<Answer<{ url: string }>> {
  const { hosts, sandboxUrl } = parts;
  const { redirectUri, state, nonce, challenge, account } = request;
  const url = await createAppClient(parts, authorityOf(parts), NO_NETWORK).getAuthCodeUrl({
    scopes: graphScopes(parts),
    redirectUri,
    responseMode: 'query',
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    state,
    nonce,
    // An earlier session may be one of a device code, whose mark it would hand on.
    prompt: 'login',
    ...(account === undefined ? {} : { loginHint: account }),
  });
  const deadEnd = await findDeadEnd(url, parts);
  if (deadEnd) return deadEnd;
  const { origin } = new URL(`https://${hosts.login}`);
  const shown = sandboxUrl === undefined ? url : url.replace(origin, sandboxUrl);
  return { ok: true, value: { url: shown }, attempts: 1, durationMs: 0 };
}

/** Asked without a person (`prompt=none`): whatever else comes back than a page that names a dead end is fine. */
async function findDeadEnd(url: string, { http, clean }: SignInParts): Promise<Answer<never> | undefined> {
  const silent = new URL(url);
  silent.searchParams.set('prompt', 'none');
  const answer = await http.send({ method: 'GET', url: silent.href, mostBytes: MOST_PAGE_BYTES });
  if (answer instanceof NoAnswer) return undefined;
  const code = Number(PAGE_CODE.exec(answer.body)?.[1]);
  if (!DEAD_ENDS.has(code)) return undefined;
  const message = clean(/AADSTS\d{4,8}: [^"<]{0,400}/.exec(answer.body)?.[0] ?? '');
  const fault: Fault = { kind: 'refused', httpStatus: answer.status, codes: [code], message };
  return { ok: false, fault, attempts: 1, durationMs: 0 };
}

/** Redeems an authorization code through MSAL, which compares state and nonce; the raw answer is kept as elsewhere. */
export async function redeemCode(request: CodeRequest, given: SignInParts): Promise<Answer<TokenGrant>> {
  const { code, redirectUri, verifier, state, nonce } = request;
  const parts = { ...given, clean: cleanOf(code, cleanOf(verifier, given.clean)) };
  let answer: Answer<TokenAnswer> | undefined;
  const networkClient = createNetworkClient(async (call) => {
    answer = await sendCall(call, parts.connection.tenant, parts);
    if (!answer.ok) throw new Error('no usable answer');
    const { response, json } = answer.value;
    return { headers: {}, body: json ?? {}, status: response.status };
  });
  try {
    await createAppClient(parts, authorityOf(parts), networkClient).acquireTokenByCode(
      { code: code.reveal(), redirectUri, scopes: graphScopes(parts), codeVerifier: verifier.reveal(), state, nonce },
      { code: code.reveal(), state },
    );
  } catch (error) {
    if (!answer) return { ok: false, fault: faultOf(error), attempts: 0, durationMs: 0 };
    const grant = toGrant(answer, parts);
    // Without an id token the code's own challenge binds it to us (RFC 9700, 2.1.1); one that names another is refused.
    return grant.ok && isMismatch(error) && carriesNonce(answer)
      ? { ...grant, ok: false, fault: FOREIGN_TOKEN }
      : grant;
  }
  if (answer) return toGrant(answer, parts);
  return { ok: false, fault: { kind: 'internal', error: new Error('MSAL sent nothing') }, attempts: 0, durationMs: 0 };
}

const FOREIGN_TOKEN: Fault = { kind: 'malformed', detail: 'the token belongs to another sign-in (its nonce differs)' };

const idTokenSchema = z.object({ id_token: z.string() });

function carriesNonce(answer: Answer<TokenAnswer>): boolean {
  const { id_token: token = '' } = answer.ok ? (idTokenSchema.safeParse(answer.value.json).data ?? {}) : {};
  const claims: unknown = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return typeof claims === 'object' && claims !== null && 'nonce' in claims;
}

function isMismatch(error: unknown): boolean {
  return error instanceof Error && 'errorCode' in error && /mismatch/.test(String(error.errorCode));
}

const deviceSchema = z.object({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_uri: z.url(),
  expires_in: z.coerce.number().positive().catch(LIFETIME_S),
  interval: z.coerce.number().nonnegative().catch(INTERVAL_S),
});

/** Plain, not through MSAL: its public client tells of every refusal but the bare word, and ends at `slow_down`. */
export async function beginDeviceCode(parts: SignInParts): Promise<Answer<DeviceCode>> {
  const { connection } = parts;
  const scope = [...graphScopes(parts), ...OPENID].join(' ');
  const answer = await post('devicecode', { client_id: connection.applicationId, scope }, parts);
  if (!answer.ok) return answer;
  const { attempts, durationMs } = answer;
  const parsed = deviceSchema.safeParse(parseJson(answer.value.response.body));
  if (!parsed.success) {
    const fault: Fault = { kind: 'malformed', detail: 'the answer holds no device code' };
    return { ok: false, fault, attempts, durationMs };
  }
  const { device_code, user_code, verification_uri, expires_in, interval } = parsed.data;
  const value: DeviceCode = {
    deviceCode: new Secret(device_code),
    userCode: user_code,
    verificationUri: verification_uri,
    lifetimeMs: expires_in * 1000,
    intervalMs: interval * 1000,
  };
  return { ok: true, value, attempts, durationMs };
}

export async function pollDeviceCode(deviceCode: Secret, given: SignInParts): Promise<Answer<TokenGrant>> {
  const parts = { ...given, clean: cleanOf(deviceCode, given.clean) };
  const { applicationId } = parts.connection;
  const form = {
    grant_type: DEVICE_GRANT,
    client_id: applicationId,
    device_code: deviceCode.reveal(),
    client_info: '1',
  };
  const answer = await post('token', form, parts);
  return answer.ok ? toGrant(answer, parts) : answer;
}

const discoverySchema = z.object({ issuer: z.string() });

/** A tenant's id, which its public discovery document names for any of its domains. */
export async function readTenantId(parts: SignInParts): Promise<Answer<string>> {
  const { connection, hosts, requester, clean } = parts;
  const { tenant } = connection;
  if (isGuid(tenant)) return { ok: true, value: tenant, attempts: 0, durationMs: 0 };
  const answer = await requester.send({
    lane: 'entra',
    tenant,
    method: 'GET',
    url: `https://${hosts.login}/${tenant}/v2.0/.well-known/openid-configuration`,
    toRefusal: (response) => parseEntraRefusal(response, clean),
  });
  if (!answer.ok) return answer;
  const { attempts, durationMs } = answer;
  const issuer = discoverySchema.safeParse(parseJson(answer.value.body)).data?.issuer ?? '';
  const id = issuer.split('/').find(isGuid);
  if (id !== undefined) return { ok: true, value: id.toLowerCase(), attempts, durationMs };
  const fault: Fault = { kind: 'malformed', detail: 'the tenant’s discovery document names no tenant' };
  return { ok: false, fault, attempts, durationMs };
}

async function post(
  endpoint: 'devicecode' | 'token',
  form: Record<string, string>,
  parts: SignInParts,
): Promise<Answer<TokenAnswer>> {
  const { connection, hosts } = parts;
  const url = `https://${hosts.login}/${connection.tenant}/oauth2/v2.0/${endpoint}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  return await sendCall({ method: 'POST', url, headers, body }, connection.tenant, parts);
}

function authorityOf({ connection, hosts }: SignInParts): string {
  return `https://${hosts.login}/${connection.tenant}`;
}

function graphScopes({ hosts, scopes = ['.default'] }: SignInParts): string[] {
  return scopes.map((scope) => `https://${hosts.graph}/${scope}`);
}

/** MSAL knows the authorities used here: an address needs no request. */
const NO_NETWORK: NetworkClient = {
  sendGetRequestAsync: () => Promise.reject(new Error('an address is made without asking')),
  sendPostRequestAsync: () => Promise.reject(new Error('an address is made without asking')),
};
