import type { Call, Reply } from '../answers/answer.ts';
import { entraHeaders } from '../answers/entra-error.ts';
import type { Partner } from '../world/partner.ts';
import { scopesBy } from '../world/permissions.ts';
import type { RefreshTokenFamily } from '../world/refresh-tokens.ts';
import type { SignIn } from '../world/sign-ins.ts';
import type { Tenant } from '../world/tenant.ts';
import { createIdToken, createToken, encode } from './access-tokens.ts';
import { PARTNER_CENTER, type Resource } from './resources.ts';

const LIFETIME_S = 4_499;
// Directory roles as template ids: Global Reader, Exchange Administrator, User Administrator, directory reader's default.
const WIDS = [
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'b79fbf4d-3ef9-4689-8143-76b194e85509',
];

/** What a granted delegated token is made of. */
export interface Grant {
  readonly clientId: string;
  readonly resource: Resource;
  readonly family: RefreshTokenFamily;
  /** Of an app that was registered here: what it was granted. */
  readonly scopes?: readonly string[] | undefined;
  /** Who signed in, where that was here and not before this cloud began. */
  readonly signIn?: SignIn | undefined;
  readonly nonce?: string | undefined;
  readonly openid: boolean;
  readonly clientInfo: boolean;
}

/** The 200 of a redeemed grant, with a new refresh token in it. */
export function delegatedTokenReply(grant: Grant, partner: Partner, tenant: Tenant, call: Call): Reply {
  const { signIn, resource } = grant;
  const tid = signIn?.tenantId ?? call.tenant.tenantId;
  const now = Math.floor(Date.now() / 1000);
  const home = call.tenant === partner.tenant;
  const who = signIn ?? {
    account: partner.account,
    accountId: partner.accountId,
    homeTenantId: partner.tenant.tenantId,
  };
  // Beside its manifest: scripts that sign in for it ask for Partner Center by name.
  const own = home && resource.name === PARTNER_CENTER ? ['user_impersonation'] : [];
  const granted = signIn?.scopes ?? grant.scopes ?? [...own, ...scopesBy(tenant.scenario.consent, resource.name)];
  const permissions = granted.slice(0, signIn?.mostPermissions);
  const claims = {
    aud: grant.resource.audience,
    iss: `https://sts.windows.net/${tid}/`,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_S,
    acr: '1',
    amr: signIn?.amr ?? partner.scenario.amr ?? ['pwd', 'mfa'],
    app_displayname: partner.applicationName,
    appid: grant.clientId,
    appidacr: signIn?.isPublic === true ? '0' : '1',
    ...(signIn && signIn.homeTenantId !== tid && home
      ? { idp: `https://sts.windows.net/${signIn.homeTenantId}/` }
      : {}),
    idtyp: 'user',
    name: 'SAM service account',
    oid: who.accountId,
    scp: permissions.join(' '),
    tid,
    unique_name: who.account,
    upn: who.account,
    ver: '1.0',
    wids: signIn?.wids ?? WIDS,
  };
  const body: Record<string, unknown> = {
    token_type: 'Bearer',
    scope: [...permissions, '.default'].map((one) => `${resource.audience}/${one}`).join(' '),
    expires_in: LIFETIME_S,
    ext_expires_in: LIFETIME_S,
    access_token: createToken(claims, home && partner.scenario.opaqueToken === true),
    refresh_token: grant.family.issue(),
  };
  if (grant.openid) body.id_token = idToken(grant, who, tid, now);
  if (grant.clientInfo) body.client_info = encode({ uid: who.accountId, utid: who.homeTenantId });
  return { status: 200, headers: entraHeaders(call), body: JSON.stringify(body) };
}

/** The 200 of a client_credentials request: no refresh token, no user. */
export function applicationTokenReply(
  clientId: string,
  resource: Resource,
  tid: string,
  ids: Pick<Call, 'correlationId' | 'requestId'>,
): Reply {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: resource.audience,
    iss: `https://sts.windows.net/${tid}/`,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_S,
    appid: clientId,
    appidacr: '1',
    idtyp: 'app',
    roles: resource.roles,
    tid,
    ver: '1.0',
  };
  const body = {
    token_type: 'Bearer',
    expires_in: LIFETIME_S,
    ext_expires_in: LIFETIME_S,
    access_token: createToken(claims),
  };
  return { status: 200, headers: entraHeaders(ids), body: JSON.stringify(body) };
}

function idToken(
  { clientId, nonce }: Grant,
  { account, accountId }: Pick<SignIn, 'account' | 'accountId'>,
  tid: string,
  now: number,
): string {
  return createIdToken({
    aud: clientId,
    iss: `https://login.microsoftonline.com/${tid}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_S,
    name: 'SAM service account',
    ...(nonce === undefined ? {} : { nonce }),
    oid: accountId,
    preferred_username: account,
    sub: accountId,
    tid,
    ver: '2.0',
  });
}
