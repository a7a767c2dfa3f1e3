import type { AccessPolicy, ExternalAccounts } from '../../model/cloud/access-policy.ts';
import { EXCHANGE, GRAPH } from '../../model/cloud/app-grants.ts';
import { controlsOf, refusingControls } from './controls.ts';

/** A sign-in of the partner's account in a customer's tenant, as a policy sees it. */
export interface SeenSignIn {
  partnerTenantId: string;
  service: 'graph' | 'exchange';
  /** The AADSTS number that it was refused with. */
  code?: number | undefined;
  /** Template ids of the roles that delegated access gives the account; undefined where they are not known. */
  roles?: readonly string[] | undefined;
  /** The refresh token was born of a device code, which stays its mark. */
  isDeviceCode: boolean;
}

const API = { graph: GRAPH, exchange: EXCHANGE };
/** What a refresh token is redeemed as. Microsoft counts a client with a secret among these. */
const CLIENTS: readonly string[] = ['all', 'mobileappsanddesktopclients', 'browser'];
const OLD_METHODS: readonly string[] = ['deviceCodeFlow', 'authenticationTransfer'];

/**
 * Whether a policy acts on a sign-in: `surely`; `maybe` where it hangs on what cannot be seen from here, such as the address
 * it comes from; `no` where a condition leaves it out, or no control of it refuses in this way.
 */
export function matchPolicy(policy: AccessPolicy, seen: SeenSignIn): 'surely' | 'maybe' | 'no' {
  if (policy.state.toLowerCase() !== 'enabled') return 'no';
  if (seen.code !== undefined && refusingControls(controlsOf(policy), seen.code).length === 0) return 'no';
  const parts = [
    meets(policy, seen),
    meetsApp(policy, seen),
    policy.clientTypes.length === 0 || policy.clientTypes.some((one) => CLIENTS.includes(one.toLowerCase())),
    policy.transferMethods.length === 0 || (seen.isDeviceCode && policy.transferMethods.includes(OLD_METHODS[0] ?? '')),
    policy.risks.length === 0 && policy.platforms.length === 0 ? true : undefined,
    meetsPlace(policy),
  ];
  if (parts.includes(false)) return 'no';
  return parts.includes(undefined) ? 'maybe' : 'surely';
}

/**
 * Whether a policy is about accounts of a partner: those have no object in the tenant, so they are met as everybody, as
 * service providers, or by a role, and only an exclusion of service providers leaves them out
 * (learn.microsoft.com/entra/external-id/authentication-conditional-access, March 2026).
 */
function meets({ users }: AccessPolicy, { partnerTenantId, roles }: SeenSignIn): boolean | undefined {
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

function meetsApp({ applications }: AccessPolicy, { service }: SeenSignIn): boolean | undefined {
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

function meetsPlace({ locations }: AccessPolicy): boolean | undefined {
  if (!locations || locations.include.length === 0) return true;
  return locations.include.includes('All') && locations.exclude.length === 0 ? true : undefined;
}
