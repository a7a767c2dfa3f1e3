import type { Call, CalledTenant, Reply } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import type { Partner } from '../world/partner.ts';
import { readListQuery, selectFields, skipToken } from './query.ts';

const USERS = 3;

/**
 * `GET /users`: every tenant has three users, so that `$top=1` comes with a nextLink, as it mostly does. `guest` is the
 * address of a guest that stands there too, found by its address alone.
 */
export function usersReply(origin: string, version: string, inbound: Inbound, call: Call, guest?: string): Reply {
  const query = readListQuery(inbound.query, 999);
  if ('status' in query) return graphErrorReply(query, call);
  if (query.filter?.field === 'mail') {
    const found = guest !== undefined && query.filter.values.includes(guest) ? [toGuest(call.tenant, guest)] : [];
    const body = { '@odata.context': `https://graph.microsoft.com/${version}/$metadata#users`, value: found };
    return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
  }
  const last = Math.min(USERS, query.skip + query.top);
  const value: object[] = [];
  for (let index = query.skip; index < last; index += 1)
    value.push(selectFields(toUser(call.tenant, index), query.select));
  const context = `https://graph.microsoft.com/${version}/$metadata#users${query.select === undefined ? '' : `(${query.select.join(',')})`}`;
  const select = query.select === undefined ? '' : `$select=${query.select.join(',')}&`;
  const nextLink = `${origin}/${version}/users?$top=${query.top}&${select}$skiptoken=${skipToken(last)}`;
  const body = { '@odata.context': context, ...(last < USERS ? { '@odata.nextLink': nextLink } : {}), value };
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
}

/** `GET /organization`: the tenant's own entry. */
export function organizationReply(version: string, inbound: Inbound, call: Call): Reply {
  const { tenant } = call;
  const query = readListQuery(inbound.query, 999);
  if ('status' in query) return graphErrorReply(query, call);
  const organization = {
    id: tenant.tenantId,
    displayName: tenant.displayName,
    tenantType: 'AAD',
    countryLetterCode: 'NL',
    preferredLanguage: 'en',
    assignedPlans: [],
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: tenant.defaultDomainName,
        type: 'Managed',
      },
    ],
  };
  const context = `https://graph.microsoft.com/${version}/$metadata#organization`;
  const body = { '@odata.context': context, value: [selectFields(organization, query.select)] };
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
}

/** `GET /me`: the service account is an object of the partner's tenant only. */
export function meReply(version: string, inbound: Inbound, call: Call, partner: Partner): Reply {
  if (call.tenant !== partner.tenant) {
    const message = `Resource '${partner.accountId}' does not exist or one of its queried reference-property objects are not present.`;
    return graphErrorReply({ status: 404, code: 'Request_ResourceNotFound', message }, call);
  }
  const select = inbound.query.get('$select')?.split(',');
  const me = { id: partner.accountId, displayName: 'SAM service account', userPrincipalName: partner.account };
  const context = `https://graph.microsoft.com/${version}/$metadata#users/$entity`;
  const body = { '@odata.context': context, ...selectFields(me, select) };
  return { status: 200, headers: graphHeaders(call), body: JSON.stringify(body) };
}

function toGuest({ tenantId, defaultDomainName }: CalledTenant, address: string): Record<string, unknown> {
  return {
    id: `5a10c3df${tenantId.slice(8)}`,
    mail: address,
    userType: 'Guest',
    userPrincipalName: `${address.replace('@', '_')}#EXT#@${defaultDomainName}`,
  };
}

function toUser(tenant: CalledTenant, index: number): Record<string, unknown> {
  const name = ['adele', 'grady', 'miriam'][index] ?? 'user';
  return {
    id: `${(0x5a10c3d0 + index).toString(16)}${tenant.tenantId.slice(8)}`,
    displayName: name,
    userPrincipalName: `${name}@${tenant.defaultDomainName}`,
  };
}
