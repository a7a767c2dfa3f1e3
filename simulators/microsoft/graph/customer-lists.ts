import type { Call, Reply } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import type { CustomerList, Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import type { PageOptions } from './list-reply.ts';
import { nextQuery, passes, readListQuery, selectFields, skipToken } from './query.ts';

const MOST_CACHED = 5_000;
// Page sizes: learn.microsoft.com/graph/api/contract-list and .../tenantrelationship-list-delegatedadmincustomers.
const LISTS = {
  contracts: { path: '/contracts', most: 999, type: 'contracts' },
  delegatedAdminCustomers: {
    path: '/tenantRelationships/delegatedAdminCustomers',
    most: 300,
    type: 'tenantRelationships/delegatedAdminCustomers',
  },
} as const;

type Item = Readonly<Record<string, unknown>>;

/** The partner's two lists of customers, in pages that are made once and kept until a customer changes. */
export function createCustomerLists(world: World, options: PageOptions) {
  const items: Record<CustomerList, Item[]> = { contracts: [], delegatedAdminCustomers: [] };
  const pages = new Map<string, string>();
  let revision = -1;

  const refresh = (): void => {
    if (revision === world.revision() && pages.size < MOST_CACHED) return;
    revision = world.revision();
    pages.clear();
    const customers = world.customers();
    items.contracts = customers.filter((one) => one.listedIn.includes('contracts')).map(toContract);
    items.delegatedAdminCustomers = customers
      .filter((one) => one.listedIn.includes('delegatedAdminCustomers'))
      .map(toGdapCustomer);
  };

  return (list: CustomerList, version: string, inbound: Inbound, call: Call): Reply => {
    refresh();
    const kept = pages.get(inbound.url);
    if (kept !== undefined) return { status: 200, headers: graphHeaders(call), body: kept };
    const query = readListQuery(inbound.query, LISTS[list].most);
    if ('status' in query) return graphErrorReply(query, call);

    const { filter } = query;
    const wanted = items[list].filter((item) => passes(item, filter));
    const { scenario } = world.partner;
    const size = Math.min(query.top, options.pageSize, Math.ceil(wanted.length / (scenario.customerPages ?? 1)) || 1);
    const value = query.afterEmpty ? [] : wanted.slice(query.skip, query.skip + size);
    const next = query.skip + value.length;
    const body: Record<string, unknown> = {
      '@odata.context': `https://graph.microsoft.com/${version}/$metadata#${LISTS[list].type}`,
    };
    if (next < wanted.length) {
      const beforeEmpty = scenario.emptyCustomerPage === true && query.skip === 0 && !query.afterEmpty;
      const origin = scenario.nextLinkOrigin ?? options.origin();
      body['@odata.nextLink'] =
        `${origin}/${version}${LISTS[list].path}?${nextQuery(inbound.query, skipToken(next, beforeEmpty))}`;
    }
    body.value = value.map((item) => selectFields(item, query.select));
    const text = JSON.stringify(body);
    pages.set(inbound.url, text);
    return { status: 200, headers: graphHeaders(call), body: text };
  };
}

function toContract(tenant: Tenant): Item {
  return {
    id: tenant.contractId,
    deletedDateTime: null,
    contractType: 'BreadthPartner',
    customerId: tenant.tenantId,
    defaultDomainName: tenant.defaultDomainName,
    displayName: tenant.displayName,
  };
}

function toGdapCustomer(tenant: Tenant): Item {
  return { id: tenant.tenantId, tenantId: tenant.tenantId, displayName: tenant.displayName };
}
