import { z } from 'zod';
import type { Answer, CustomerList } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../../core/model/tenants/tenant.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, toName } from './fields.ts';
import { readPages } from './read-pages.ts';

const contractSchema = z.object({ customerId: z.string(), defaultDomainName: optionalText, displayName: optionalText });
const gdapCustomerSchema = z.object({ tenantId: z.string(), displayName: optionalText });

/**
 * Every page of `contracts`, united with `delegatedAdminCustomers`, which knows customers that are reached through
 * GDAP alone. The first list has to be complete; what keeps the second away is told beside the result.
 */
export async function listCustomers(token: Secret, parts: GraphParts): Promise<Answer<CustomerList>> {
  const [contracts, gdap] = await Promise.all([
    readPages({ what: 'customer list', path: '/v1.0/contracts?$top=999', token }, parts, toContractTenant),
    readPages(
      { what: 'customer list', path: '/v1.0/tenantRelationships/delegatedAdminCustomers?$top=300', token },
      parts,
      toGdapTenant,
    ),
  ]);
  if (!contracts.ok) return contracts;
  const customers = new Map<string, Tenant>();
  let unusableEntries = 0;
  const add = (tenant: Tenant | undefined): void => {
    if (!tenant) unusableEntries += 1;
    else if (!customers.has(tenant.tenantId)) customers.set(tenant.tenantId, tenant);
  };
  for (const tenant of contracts.value) add(tenant);
  if (gdap.ok) for (const tenant of gdap.value) add(tenant);
  if (customers.size === 0 && unusableEntries > 0) {
    const detail = 'no entry of Graph’s customer list has a tenant id';
    return { ...contracts, ok: false, fault: { kind: 'malformed', detail, httpStatus: 200 } };
  }
  return {
    ok: true,
    attempts: contracts.attempts + gdap.attempts,
    durationMs: Math.max(contracts.durationMs, gdap.durationMs),
    value: { customers: [...customers.values()], unusableEntries, ...(gdap.ok ? {} : { gdapFault: gdap.fault }) },
  };
}

function toContractTenant(entry: unknown): Tenant | undefined {
  const parsed = contractSchema.safeParse(entry);
  if (!parsed.success || !isGuid(parsed.data.customerId)) return undefined;
  const { customerId, displayName, defaultDomainName } = parsed.data;
  return {
    tenantId: customerId.toLowerCase(),
    displayName: toName(displayName),
    defaultDomainName: toName(defaultDomainName)?.toLowerCase() ?? null,
  };
}

function toGdapTenant(entry: unknown): Tenant | undefined {
  const parsed = gdapCustomerSchema.safeParse(entry);
  if (!parsed.success || !isGuid(parsed.data.tenantId)) return undefined;
  const { tenantId, displayName } = parsed.data;
  return { tenantId: tenantId.toLowerCase(), displayName: toName(displayName), defaultDomainName: null };
}
