import type { EntraRefusal } from '../answers/entra-error.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
// Authorities that stand for the home tenant of whoever signs in.
const HOME = new Set(['common', 'organizations']);

/** The tenant an authority names, or Entra's refusal of a name that is unknown or cannot be one. */
export function findTenant(world: World, authority: string): Tenant | EntraRefusal {
  const found = HOME.has(authority) ? world.partner.tenant : world.byAuthority(authority);
  if (found !== undefined) return found;
  if (!GUID.test(authority) && !DOMAIN.test(authority)) {
    const text = `Specified tenant identifier '${authority}' is neither a valid DNS name, nor a valid external domain.`;
    return { code: 900023, error: 'invalid_request', text };
  }
  const text = `Tenant '${authority}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`;
  return { code: 90002, error: 'invalid_request', text };
}
