import type { AccessPolicy, ExternalAccounts, NamedLocation } from '../../model/cloud/access-policy.ts';
import { EXCHANGE, GRAPH } from '../../model/cloud/app-grants.ts';
import { controlsOf, refusingControls } from './controls.ts';
import { isAt, type Origin } from './is-at.ts';

/** Who signs in, as the tenant of the policy sees it. */
export type Who =
  /** An account of a partner. `roles`: template ids of those that delegated access gives it; undefined where not known. */
  | { kind: 'provider'; partnerTenantId: string; roles?: readonly string[] | undefined }
  /** An account of the tenant itself; its object where a log names it. */
  | { kind: 'own'; accountId: string | null }
  /** An app by itself, by its service principal there; undefined where that can’t be read. */
  | { kind: 'app'; principalId: string | undefined };

/** A sign-in as a policy sees it. */
export interface SeenSignIn {
  who: Who;
  service: 'graph' | 'exchange';
  /** The AADSTS number that it was refused with. */
  code?: number | undefined;
  /** The refresh token was born of a device code, which stays its mark. */
  isDeviceCode: boolean;
  /** Where it came from, and what the tenant named. */
  from: Origin;
  named: readonly NamedLocation[];
}

/** Where nothing was said of the place. */
export const FROM_ANYWHERE: Origin = { ip: null, country: null };

const API = { graph: GRAPH, exchange: EXCHANGE };
/** What a refresh token is redeemed as. Microsoft counts a client with a secret among these. */
const CLIENTS: readonly string[] = ['all', 'mobileappsanddesktopclients', 'browser'];
const DEVICE_CODE = 'deviceCodeFlow';
/** Refuses a token for how its sign-in began, and nothing else: learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows. */
export const OF_BIRTH = 530036;

/**
 * Whether a policy acts on a sign-in: `surely`; `maybe` where it hangs on what cannot be seen from here, such as a risk
 * or an address that no log has; `no` where a condition leaves it out, or no control of it refuses in this way.
 */
export function matchPolicy(policy: AccessPolicy, seen: SeenSignIn): 'surely' | 'maybe' | 'no' {
  if (policy.state.toLowerCase() !== 'enabled') return 'no';
  if (seen.code !== undefined && refusingControls(controlsOf(policy), seen.code).length === 0) return 'no';
  const parts = [
    meets(policy, seen.who),
    meetsService(policy, seen),
    policy.clientTypes.length === 0 || policy.clientTypes.some((one) => CLIENTS.includes(one.toLowerCase())),
    meetsBirth(policy, seen),
    policy.risks.length === 0 && policy.platforms.length === 0 ? true : undefined,
    isAt(policy, seen.from, seen.named),
  ];
  if (parts.includes(false)) return 'no';
  return parts.includes(undefined) ? 'maybe' : 'surely';
}

function meets(policy: AccessPolicy, who: Who): boolean | undefined {
  if (who.kind === 'app') return meetsApp(policy, who.principalId);
  if (policy.clients) return false;
  return who.kind === 'own' ? meetsOwn(policy, who.accountId) : meetsProvider(policy, who);
}

/**
 * Apps by themselves are met by policies made for them, and by no other: learn.microsoft.com/entra/identity/conditional-access/workload-identity
 * (November 2026). Those name objects of apps that are registered in the tenant.
 */
function meetsApp({ clients }: AccessPolicy, principalId: string | undefined): boolean | undefined {
  if (!clients) return false;
  const names = (list: readonly string[]): boolean | undefined =>
    principalId === undefined
      ? list.length > 0
        ? undefined
        : false
      : list.some((id) => id.toLowerCase() === principalId);
  const everyone = clients.include.includes('ServicePrincipalsInMyTenant');
  const isLeftOut = names(clients.exclude);
  if (isLeftOut) return false;
  const isMeant = everyone || names(clients.include);
  // By attributes, which only who may read those can tell.
  if (clients.isFiltered) return undefined;
  return isMeant === true && isLeftOut === undefined ? undefined : isMeant;
}

/** Accounts of the tenant are met by their id, their groups and their roles, of which a refused one shows only the first. */
function meetsOwn({ users }: AccessPolicy, accountId: string | null): boolean | undefined {
  const names = (list: readonly string[]): boolean | undefined => {
    const ids = list.filter((one) => one !== 'All' && one !== 'None' && one !== 'GuestsOrExternalUsers');
    if (accountId !== null) return ids.some((id) => id.toLowerCase() === accountId);
    return ids.length > 0 ? undefined : false;
  };
  if (names(users.exclude)) return false;
  const maybeOut = names(users.exclude) === undefined || users.excludeGroups.length + users.excludeRoles.length > 0;
  const byGroup = users.includeGroups.length + users.includeRoles.length > 0;
  const isMeant = users.include.includes('All') || names(users.include) || (byGroup ? undefined : names(users.include));
  return isMeant === true && maybeOut ? undefined : isMeant;
}

/**
 * Accounts of a partner have no object in the tenant, so they are met as everybody, as service providers, or by a role, and
 * only an exclusion of service providers leaves them out
 * (learn.microsoft.com/entra/external-id/authentication-conditional-access, March 2026).
 */
function meetsProvider(
  { users }: AccessPolicy,
  { partnerTenantId, roles }: Who & { kind: 'provider' },
): boolean | undefined {
  if (users.exclude.includes('GuestsOrExternalUsers') || isMet(users.excludeExternal, partnerTenantId)) return false;
  if (
    users.include.includes('All') ||
    users.include.includes('GuestsOrExternalUsers') ||
    isMet(users.includeExternal, partnerTenantId)
  )
    return true;
  // Whether roles that are held by delegated access count is nowhere written.
  const held = roles === undefined || users.includeRoles.some((role) => roles.includes(role.toLowerCase()));
  return users.includeRoles.length > 0 && held ? undefined : false;
}

function isMet(external: ExternalAccounts | null, partnerTenantId: string): boolean {
  if (!external?.kinds.includes('serviceProvider')) return false;
  return external.tenants === null || external.tenants.includes(partnerTenantId.toLowerCase());
}

function meetsBirth({ transferMethods }: AccessPolicy, { isDeviceCode, code }: SeenSignIn): boolean {
  if (transferMethods.length === 0) return code !== OF_BIRTH;
  return (isDeviceCode || code === OF_BIRTH) && transferMethods.includes(DEVICE_CODE);
}

function meetsService({ applications }: AccessPolicy, { service }: SeenSignIn): boolean | undefined {
  const id = API[service];
  const has = (list: readonly string[], word: string): boolean =>
    list.some((one) => one.toLowerCase() === word.toLowerCase());
  // A suite holds Exchange; whether Graph counts to it is decided by Microsoft request by request.
  const inSuite = service === 'exchange' ? true : undefined;
  if (has(applications.exclude, id)) return false;
  if (has(applications.exclude, 'Office365') && inSuite) return false;
  if (has(applications.include, 'All') || has(applications.include, id)) return true;
  return has(applications.include, 'Office365') ? inSuite : false;
}
