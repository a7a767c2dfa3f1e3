import { z } from 'zod';
import type { Answer, TenantList } from '../../../core/model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../../core/model/tenants/tenant.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import type { Secret } from '../../../core/model/text/secret.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, readPages, toName } from './read-pages.ts';

const contractSchema = z.object({ customerId: z.string(), defaultDomainName: optionalText, displayName: optionalText });
const gdapCustomerSchema = z.object({ tenantId: z.string(), displayName: optionalText });

/** Every page of `contracts`. */
export function listContracts(
  token: Secret,
  parts: GraphParts,
  onPage?: (customers: readonly Tenant[]) => void,
): Promise<Answer<TenantList>> {
  return list(token, '/v1.0/contracts?$top=999', parts, toContractTenant, onPage);
}

/** Every page of `delegatedAdminCustomers`. */
export function listGdapCustomers(token: Secret, parts: GraphParts): Promise<Answer<TenantList>> {
  return list(token, '/v1.0/tenantRelationships/delegatedAdminCustomers?$top=300', parts, toGdapTenant);
}

async function list(
  token: Secret,
  path: string,
  parts: GraphParts,
  toTenant: (entry: unknown) => Tenant | undefined,
  onPage: (customers: readonly Tenant[]) => void = () => {},
): Promise<Answer<TenantList>> {
  const answer = await readPages({ what: 'customer list', path, token }, parts, toTenant, (page) =>
    onPage(usable(page)),
  );
  if (!answer.ok) return answer;
  const customers = usable(answer.value);
  return { ...answer, value: { customers, unusableEntries: answer.value.length - customers.length } };
}

function usable(page: readonly (Tenant | undefined)[]): Tenant[] {
  return page.filter((tenant) => tenant !== undefined);
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
