import { z } from 'zod';
import type { TokenDescription } from '../../../core/model/cloud/microsoft-cloud.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { parseJson } from '../../http/http-response.ts';

const clientInfoSchema = z.object({ utid: z.string() });

/** The id token says what an opaque access token doesn't. A claim that is left out says no; one that can't be read, nothing. */
export function describeToken(accessToken: string, idToken?: string, clientInfo?: string): TokenDescription {
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
