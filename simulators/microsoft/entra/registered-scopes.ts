import { APIS, apiIdIn } from '../world/permissions.ts';
import type { RegisteredApp } from '../world/registrations.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';

/** The delegated permissions that a token of an app that was registered here carries. */
export function registeredScopes({ registrations }: World, app: RegisteredApp, api: string, tenant: Tenant): string[] {
  return registrations.scopesOf(app, api, (name) => apiIdIn(tenant, name));
}

/** What was granted to such an app in a tenant, by the id of the grant. */
export function grantsIn({ grants }: RegisteredApp, tenant: Tenant) {
  return [...grants].filter(([, { resourceId }]) => APIS.some(({ name }) => apiIdIn(tenant, name) === resourceId));
}
