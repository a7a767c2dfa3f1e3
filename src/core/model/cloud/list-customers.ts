import type { Tenant } from '../tenants/tenant.ts';
import type { Secret } from '../text/secret.ts';
import type { Answer, CustomerList, MicrosoftCloud, TenantList } from './microsoft-cloud.ts';

/**
 * Contracts, united with the customers that are reached through GDAP alone. The first list has to be complete; what keeps
 * the second away is told beside the result. `onContracts` hears of each page of the first as it comes, and of each tenant
 * once: they are a part of every result that there can be.
 */
export async function listCustomers(
  cloud: Pick<MicrosoftCloud, 'ask'>,
  token: Secret,
  onContracts: (tenants: readonly Tenant[]) => void = () => {},
): Promise<Answer<CustomerList>> {
  const told = new Set<string>();
  const onPage = (customers: readonly Tenant[]): void => {
    const unheard = customers.filter(({ tenantId }) => !told.has(tenantId) && told.add(tenantId));
    if (unheard.length > 0) onContracts(unheard);
  };
  const [contracts, gdap] = await Promise.all([
    cloud.ask({ id: 'graph.customers', token, onPage }),
    cloud.ask({ id: 'graph.gdap-customers', token }),
  ]);
  if (!contracts.ok) return contracts;
  const lists = [contracts.value, ...(gdap.ok ? [gdap.value] : [])];
  const customers = unite(lists);
  const unusableEntries = lists.reduce((sum, list) => sum + list.unusableEntries, 0);
  if (customers.length === 0 && unusableEntries > 0) {
    const detail = 'no entry of Graph’s customer list has a tenant id';
    return { ...contracts, ok: false, fault: { kind: 'malformed', detail, httpStatus: 200 } };
  }
  return {
    ok: true,
    attempts: contracts.attempts + gdap.attempts,
    durationMs: Math.max(contracts.durationMs, gdap.durationMs),
    value: { customers, unusableEntries, ...(gdap.ok ? {} : { gdapFault: gdap.fault }) },
  };
}

/** Each tenant once, as the first list has it. */
function unite(lists: readonly TenantList[]): Tenant[] {
  const united = new Map<string, Tenant>();
  for (const tenant of lists.flatMap((list) => list.customers))
    if (!united.has(tenant.tenantId)) united.set(tenant.tenantId, tenant);
  return [...united.values()];
}
