import type { Answer } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import { policiesOf } from '../world/access-policies.ts';
import type { World } from '../world/world.ts';
import { type ListKind, listReply, type PageOptions } from './list-reply.ts';
import { denied, type ScopedAnswers } from './partner-lists.ts';

// learn.microsoft.com/graph/api/conditionalaccessroot-list-policies, identitysecuritydefaultsenforcementpolicy-get and
// crosstenantaccesspolicyconfigurationpartner-get.
const POLICIES: ListKind = { path: '/identity/conditionalAccess/policies', most: 999 };
const DEFAULTS = '/policies/identitysecuritydefaultsenforcementpolicy';
const PARTNER = /^\/policies\/crosstenantaccesspolicy\/partners\/([^/]+)$/;

/** A tenant's policies on sign-ins; undefined for any other path. */
export function createPolicies(world: World, options: PageOptions): ScopedAnswers {
  const { partner } = world;
  return (path, version, inbound, call, scopes) => {
    const tenant = world.byAuthority(call.tenant.tenantId);
    const isList = path === POLICIES.path.toLowerCase();
    const [, other] = PARTNER.exec(path) ?? [];
    if (!tenant || (!isList && path !== DEFAULTS && other === undefined)) return undefined;
    if (!scopes.includes('Policy.Read.All')) return denied(call);
    const { policies = {} } = tenant.scenario;
    if (isList) {
      if (policies.premium === false) return graphErrorReply(NOT_PREMIUM, call);
      return listReply(policiesOf(policies), POLICIES, options, version, inbound, call);
    }
    const entity = (of: string, body: object): Answer => ({
      status: 200,
      headers: graphHeaders(call),
      body: JSON.stringify({
        '@odata.context': `https://graph.microsoft.com/${version}/$metadata#${of}/$entity`,
        ...body,
      }),
    });
    if (other === undefined)
      return entity('policies/identitySecurityDefaultsEnforcementPolicy', {
        id: '00000000-0000-0000-0000-000000000005',
        isEnabled: policies.securityDefaults === true,
      });
    if (other !== partner.tenant.tenantId) {
      const message = `Resource '${other}' does not exist or one of its queried reference-property objects are not present.`;
      return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
    }
    return entity('policies/crossTenantAccessPolicy/partners', {
      tenantId: other,
      isServiceProvider: true,
      isInMultiTenantOrganization: false,
      inboundTrust: null,
      b2bCollaborationInbound: null,
      b2bDirectConnectInbound: null,
    });
  };
}

const NOT_PREMIUM = {
  status: 403,
  code: 'AccessDenied',
  message:
    'Your tenant is not licensed for this feature. Neither tenant is B2C or tenant does not have premium license.',
};
