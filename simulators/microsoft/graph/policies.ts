import type { Answer } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import { PARTNER_POLICIES, policiesOf, type TenantPolicies } from '../world/access-policies.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { type ListKind, listReply, type PageOptions } from './list-reply.ts';
import { denied, type ScopedAnswers } from './partner-lists.ts';

// learn.microsoft.com/graph/api/conditionalaccessroot-list-policies, identitysecuritydefaultsenforcementpolicy-get and
// crosstenantaccesspolicyconfigurationpartner-get, crosstenantaccesspolicy-getdefault, namedlocation-list.
const POLICIES: ListKind = { path: '/identity/conditionalAccess/policies', most: 999 };
const LOCATIONS: ListKind = { path: '/identity/conditionalAccess/namedLocations', most: 999 };
const DEFAULTS = '/policies/identitysecuritydefaultsenforcementpolicy';
const TRUST_OF_ALL = '/policies/crosstenantaccesspolicy/default';
const PARTNER = /^\/policies\/crosstenantaccesspolicy\/partners\/([^/]+)$/;

/** A tenant's policies on sign-ins; undefined for any other path. */
export function createPolicies(
  world: World,
  options: PageOptions,
  policiesHere: (tenant: Tenant) => TenantPolicies | undefined = ({ scenario }) => scenario.policies,
): ScopedAnswers {
  const { partner } = world;
  return (path, version, inbound, call, scopes) => {
    const tenant = world.byAuthority(call.tenant.tenantId);
    const list = [POLICIES, LOCATIONS].find((one) => path === one.path.toLowerCase());
    const [, other] = PARTNER.exec(path) ?? [];
    const known = list !== undefined || path === DEFAULTS || path === TRUST_OF_ALL || other !== undefined;
    if (!tenant || !known) return undefined;
    if (!scopes.includes('Policy.Read.All')) return denied(call);
    const policies =
      (tenant === partner.tenant ? (partner.scenario.policies ?? PARTNER_POLICIES) : policiesHere(tenant)) ?? {};
    if (list) {
      if (policies.premium === false) return graphErrorReply(NOT_PREMIUM, call);
      const whose = tenant === partner.tenant ? 'partner' : 'customer';
      const items = list === POLICIES ? policiesOf(policies, whose) : locationsOf(policies);
      return listReply(items, list, options, version, inbound, call);
    }
    const entity = (of: string, body: object): Answer => ({
      status: 200,
      headers: graphHeaders(call),
      body: JSON.stringify({
        '@odata.context': `https://graph.microsoft.com/${version}/$metadata#${of}/$entity`,
        ...body,
      }),
    });
    if (path === DEFAULTS)
      return entity('policies/identitySecurityDefaultsEnforcementPolicy', {
        id: '00000000-0000-0000-0000-000000000005',
        isEnabled: policies.securityDefaults === true,
      });
    if (other === undefined)
      return entity('policies/crossTenantAccessPolicy/default', {
        isServiceDefault: policies.crossTenant !== 'inbound-default',
        inboundTrust: { isMfaAccepted: false, isCompliantDeviceAccepted: false },
        b2bCollaborationInbound: access(policies.crossTenant === 'inbound-default'),
        b2bCollaborationOutbound: access(false),
      });
    // Between the two, each names the other; what the customer made is asked there, what the partner made here.
    const theirs = tenant === partner.tenant ? world.byAuthority(other)?.scenario.policies : policies;
    const isOutbound = tenant === partner.tenant && theirs?.crossTenant === 'outbound';
    const isKnown = tenant === partner.tenant ? isOutbound : other === partner.tenant.tenantId;
    if (!isKnown || policies.crossTenant === 'inbound-default') {
      const message = `Resource '${other}' does not exist or one of its queried reference-property objects are not present.`;
      return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
    }
    return entity('policies/crossTenantAccessPolicy/partners', {
      tenantId: other,
      isServiceProvider: tenant !== partner.tenant,
      isInMultiTenantOrganization: false,
      inboundTrust: null,
      b2bCollaborationInbound: policies.crossTenant === 'inbound' ? access(true) : null,
      b2bCollaborationOutbound: isOutbound ? access(true) : null,
      b2bDirectConnectInbound: null,
    });
  };
}

function access(isBlocked: boolean): object {
  const accessType = isBlocked ? 'blocked' : 'allowed';
  return {
    usersAndGroups: { accessType, targets: [{ target: 'AllUsers', targetType: 'user' }] },
    applications: { accessType, targets: [{ target: 'AllApplications', targetType: 'application' }] },
  };
}

function locationsOf({ locations = [] }: TenantPolicies): Record<string, unknown>[] {
  return locations.map(({ id, displayName, ranges = ['198.51.100.0/24'], countries }) => ({
    '@odata.type': `#microsoft.graph.${countries ? 'country' : 'ip'}NamedLocation`,
    id,
    displayName,
    createdDateTime: '2025-11-03T08:00:00Z',
    ...(countries
      ? {
          countriesAndRegions: countries,
          includeUnknownCountriesAndRegions: false,
          countryLookupMethod: 'clientIpAddress',
        }
      : {
          isTrusted: true,
          ipRanges: ranges.map((cidrAddress) => ({
            '@odata.type': `#microsoft.graph.iPv${cidrAddress.includes(':') ? 6 : 4}CidrRange`,
            cidrAddress,
          })),
        }),
  }));
}

export const NOT_PREMIUM = {
  status: 403,
  code: 'AccessDenied',
  message:
    'Your tenant is not licensed for this feature. Neither tenant is B2C or tenant does not have premium license.',
};
