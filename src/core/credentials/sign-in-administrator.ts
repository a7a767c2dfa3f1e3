import type { CloudName, SamConnection } from '../model/cloud/connection.ts';
import type { TokenDescription } from '../model/cloud/microsoft-cloud.ts';
import { Secret } from '../model/text/secret.ts';
import { type Ending, endingOf, type NotRenewed, refuse } from './renewal-ending.ts';
import type { RedirectReceiver, SignInFactory } from './sign-in.ts';
import { type SignInAsParts, type SignInShow, signInAs, signInEnding } from './sign-in-as.ts';

/**
 * Microsoft Graph Command Line Tools: Microsoft's own public client for administrators, which may be asked for any
 * permission of Graph (learn.microsoft.com/powershell/microsoftgraph/authentication-commands, November 2026).
 */
const CLIENT_ID = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

const WRITES = ['Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'];
/** Without it what the tenant’s policies say of secrets is not known beforehand. */
const READS = 'Policy.Read.All';
/** As good as Global Administrator: asked for only where a set has permissions of the app alone. */
const ASSIGNS = 'AppRoleAssignment.ReadWrite.All';

/** Roles that may consent for a whole tenant (learn.microsoft.com/entra/identity/role-based-access-control). */
const CONSENTS_TO_ALL = ['62e90394-69f5-4237-9190-012177145e10', 'e8611ab8-c189-46e8-94e1-60213ab1f814'];
const CONSENTS = ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', '158c047a-c907-4556-b7ef-446551a6b5f7'];

interface Wish {
  cloud: CloudName;
  tenant: string;
  /** Without it a device code is used: the token is not kept, so its mark harms nobody. */
  receiver: RedirectReceiver | undefined;
  /** Permissions of the app alone are to be granted. */
  assigns: boolean;
}

export type Administrator = { ok: true; connection: SamConnection; tenantId: string; account: string } | NotRenewed;

/** Has an administrator of the tenant sign in. What comes of it is used as long as the program runs, and kept nowhere. */
export async function signInAdministrator(
  { cloud, tenant, receiver, assigns }: Wish,
  parts: SignInAsParts & { signIns: SignInFactory },
  show: SignInShow,
): Promise<Administrator> {
  const connection: SamConnection = {
    kind: 'sam',
    name: 'administrator',
    cloud,
    applicationId: CLIENT_ID,
    applicationSecret: new Secret(''),
    refreshToken: new Secret(''),
    tenant,
    exchange: { kind: 'sam' },
    includeOwnTenant: false,
    publicClient: true,
  };
  const scopes = assigns ? [...WRITES, ASSIGNS] : WRITES;
  const signIn = parts.signIns.open({ connection, signal: parts.signal, scopes: [...scopes, READS] });
  try {
    const known = await signIn.tenantId();
    if (!known.ok) {
      const { fault } = known;
      const isUnknown = fault.kind === 'refused' && fault.codes.some((code) => code === 90002 || code === 900023);
      return refuse(isUnknown ? endingOf('setup-tenant-unknown', { cloud }) : signInEnding(fault, { receiver }));
    }
    const signedIn = await signInAs(signIn, { receiver }, parts, show);
    if (!signedIn.ok) return signedIn;
    const { grant } = signedIn;
    const description = grant.describe();
    const ending = judge(description, known.value, scopes, assigns);
    if (ending) return refuse(ending);
    const refreshToken = grant.rotatedRefreshToken;
    if (!refreshToken) return refuse(endingOf('no-refresh-token'));
    const account = description.account ?? description.accountId ?? '';
    return {
      ok: true,
      connection: { ...connection, refreshToken, tenant: known.value },
      tenantId: known.value,
      account,
    };
  } finally {
    await signIn.close();
  }
}

/** What a readable token says against it; what it does not say is Graph's to refuse. */
function judge(
  { tenantId, homeTenantId, scopes, roleIds }: TokenDescription,
  expected: string,
  needed: readonly string[],
  assigns: boolean,
): Ending | undefined {
  if (tenantId !== undefined && tenantId.toLowerCase() !== expected.toLowerCase()) return endingOf('wrong-tenant');
  if (homeTenantId !== undefined && homeTenantId.toLowerCase() !== expected.toLowerCase())
    return endingOf('guest-account');
  const missing = scopes ? needed.filter((one) => !scopes.includes(one)) : [];
  if (missing.length > 0) return endingOf('setup-consent-refused', { missing: missing.join(', ') });
  const enough = assigns ? CONSENTS_TO_ALL : [...CONSENTS_TO_ALL, ...CONSENTS];
  const roles = assigns
    ? 'Global Administrator or Privileged Role Administrator'
    : 'Global Administrator, Privileged Role Administrator, Cloud Application Administrator or Application Administrator';
  return roleIds && !roleIds.some((one) => enough.includes(one))
    ? endingOf('setup-not-administrator', { roles })
    : undefined;
}
