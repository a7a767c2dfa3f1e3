import type { Answer, Call, Reply } from '../answers/answer.ts';
import { graphErrorReply } from '../answers/graph-error.ts';
import { readBearer } from '../entra/bearer.ts';
import { GRAPH_AUDIENCE } from '../entra/resources.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { shortPath } from '../traffic/leaks.ts';
import { callOf } from '../world/calls.ts';
import type { World } from '../world/world.ts';
import { appPoliciesReply } from './app-policies.ts';
import { appSecretsReply } from './app-secrets.ts';
import { batchReply } from './batch.ts';
import { createCustomerLists } from './customer-lists.ts';
import { createDelegatedAccess, opens } from './delegated-access.ts';
import { meReply, organizationReply, usersReply } from './directory.ts';
import type { PageOptions } from './list-reply.ts';
import { ownAppAnswer } from './own-app.ts';
import { createPartnerLists, denied } from './partner-lists.ts';
import { createPolicies } from './policies.ts';
import { registrationsReply } from './registrations.ts';
import { createServicePrincipals } from './service-principals.ts';
import { createSignInLog } from './sign-in-log.ts';
import { createSubscribedSkus } from './subscribed-skus.ts';

const CUSTOMER_LISTS = new Map([
  ['/contracts', 'contracts'],
  ['/tenantrelationships/delegatedadmincustomers', 'delegatedAdminCustomers'],
] as const);

/** Graph under `/v1.0` and `/beta`. Which tenant is meant is in the token alone. */
export function createGraph(
  world: World,
  options: PageOptions,
  violated: (text: string) => void,
): (version: string, request: Inbound) => Answer {
  const customerList = createCustomerLists(world, options);
  const partnerList = createPartnerLists(world, options);

  const listCustomers = (
    list: 'contracts' | 'delegatedAdminCustomers',
    version: string,
    inbound: Inbound,
    call: Call,
  ): Answer => {
    const { partner } = world;
    if (call.tenant !== partner.tenant) return emptyList(list, version, call);
    if (list === 'delegatedAdminCustomers') {
      return world.gdapCustomers === 'denied' ? denied(call) : customerList(list, version, inbound, call);
    }
    partner.asked.customers += 1;
    const page = inbound.query.has('$skiptoken') ? 2 : 1;
    const reaction = partner.scenario.customers?.({ ...call, nth: partner.asked.customers, page });
    return reaction ?? customerList(list, version, inbound, call);
  };

  const principals = createServicePrincipals(world, options);
  const delegated = createDelegatedAccess(world, options);
  const policies = createPolicies(world, options);
  const signIns = createSignInLog(world, options);
  const skus = createSubscribedSkus(options);

  const answer = (version: string, inbound: Inbound): Answer => {
    const bearer = readBearer(inbound.headers.authorization, GRAPH_AUDIENCE);
    if (bearer.kind !== 'claims') {
      if (bearer.kind === 'foreign') violated(`a token for ${bearer.audience} was sent to Graph ${shortPath(inbound)}`);
      return graphErrorReply(
        { status: 401, code: 'InvalidAuthenticationToken', message: REFUSED[bearer.kind] },
        inbound,
      );
    }
    const tenant = world.byAuthority(bearer.claims.tid);
    if (tenant === undefined) {
      const message = `The tenant for tenant guid '${bearer.claims.tid}' does not exist.`;
      return graphErrorReply({ status: 401, code: 'InvalidAuthenticationToken', message }, inbound);
    }
    const call = callOf(world, inbound, tenant, GRAPH_AUDIENCE);
    const path = decodeURI(inbound.path.slice(version.length + 1)).toLowerCase();
    if (path === '/$batch' && inbound.method === 'POST')
      return batchReply(version, inbound, call, (one) => answer(version, one));
    tenant.asked.graph += 1;
    const reaction = tenant.scenario.graph?.({ ...call, nth: tenant.asked.graph });
    if (reaction !== undefined) return reaction;

    const { appid, roles = [] } = bearer.claims;
    const scopes = bearer.claims.scp?.split(' ') ?? roles;
    if (inbound.method !== 'GET')
      return (
        registrationsReply(world, path, inbound, call, scopes) ??
        appSecretsReply(world, path, inbound, call) ??
        notAllowed(call)
      );
    if (appid === world.ownApp.applicationId)
      return ownAppAnswer(world, options, { path, version, roles }, inbound, call) ?? notFound(path, call);
    const list = CUSTOMER_LISTS.get(path as '/contracts');
    if (list !== undefined) return listCustomers(list, version, inbound, call);
    if (path === '/organization') return organizationReply(version, inbound, call);
    if (path === '/me') return meReply(version, inbound, call, world.partner);
    if (path === '/users') {
      if (bearer.claims.scp !== undefined && !opens('users', scopes)) return denied(call);
      const isGuest = tenant.scenario.delegation?.guest === true;
      return usersReply(options.origin(), version, inbound, call, isGuest ? world.partner.account : undefined);
    }
    return (
      partnerList(path, version, inbound, call) ??
      appPoliciesReply(world, path, version, call, scopes) ??
      principals(path, version, inbound, call, scopes) ??
      delegated(path, version, inbound, call, scopes) ??
      policies(path, version, inbound, call, scopes) ??
      signIns(path, version, inbound, call, scopes) ??
      skus(path, version, inbound, call, scopes) ??
      notFound(path, call)
    );
  };
  return answer;
}

const REFUSED = {
  absent: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  expired: 'Lifetime validation failed, the token is expired.',
  foreign: 'Access token validation failure. Invalid audience.',
} as const;

function emptyList(list: string, version: string, call: Call): Reply {
  const body = JSON.stringify({
    '@odata.context': `https://graph.microsoft.com/${version}/$metadata#${list}`,
    value: [],
  });
  return { status: 200, headers: { 'content-type': 'application/json', 'request-id': call.requestId }, body };
}

function notAllowed(call: Call): Reply {
  const message = 'Specified HTTP method is not allowed for the request target.';
  return graphErrorReply({ status: 405, code: 'Request_BadRequest', message }, call);
}

function notFound(path: string, call: Call): Reply {
  const [segment = '', id] = path.split('/').filter((part) => part !== '');
  if (segment === 'users' && id !== undefined) {
    const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
    return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
  }
  const message = `Resource not found for the segment '${segment}'.`;
  return graphErrorReply({ status: 400, code: 'BadRequest', message }, call);
}
