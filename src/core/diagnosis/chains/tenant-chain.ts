import type { Place } from '../../model/causes/cause.ts';
import { isBad, worstStatus } from '../../model/causes/status.ts';
import type { Check, Only } from '../../model/checks/check.ts';
import { NO_TOKEN, skippedCheck, toCheck } from '../../model/checks/check-result.ts';
import type { TenantResult } from '../../model/checks/results.ts';
import type { SamConnection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloud, TokenRequest } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';

export interface TenantChainOptions {
  cloud: MicrosoftCloud;
  connection: SamConnection;
  /** The partner's own tenant is the partner's to mend. */
  place: Exclude<Place, 'unknown'>;
  only?: Only | undefined;
}

/**
 * Tests one tenant: the Graph pair and the Exchange pair side by side. Each pair stops at its first broken link;
 * what hangs on that link is skipped and says so.
 */
export async function testTenant(tenant: Tenant, options: TenantChainOptions): Promise<TenantResult> {
  const pairs = await Promise.all([
    options.only === 'exchange' ? [] : testGraph(tenant, options),
    options.only === 'graph' ? [] : testExchange(tenant, options),
  ]);
  const checks = pairs.flat();
  return { ...tenant, status: tenantStatus(checks), checks };
}

/** The worst check's status. A chain that was cut off before anything failed has not been tested: it is never green. */
function tenantStatus(checks: readonly Check[]): TenantResult['status'] {
  const worst = worstStatus(checks.map((check) => check.status));
  const cutOff = !isBad(worst) && checks.some((check) => check.status === 'skipped');
  return cutOff ? 'skipped' : worst;
}

async function testGraph({ tenantId }: Tenant, { cloud, connection, place }: TenantChainOptions): Promise<Check[]> {
  const grant = await cloud.redeem({ connection, authorityTenant: tenantId, resource: 'graph' });
  const token = toCheck('graph.token', grant, { request: 'entra.token', place });
  if (!grant.ok)
    return [token, skippedCheck('graph.read', token.status === 'skipped' ? (token.reason ?? NO_TOKEN) : NO_TOKEN)];
  const answer = await cloud.readUsers(grant.value.accessToken, tenantId);
  return [token, toCheck('graph.read', answer, { request: 'graph.read', place })];
}

async function testExchange(tenant: Tenant, { cloud, connection, place }: TenantChainOptions): Promise<Check[]> {
  const legacyClient = connection.exchange.kind === 'legacy';
  const request: TokenRequest = {
    connection,
    authorityTenant: legacyClient ? (tenant.defaultDomainName ?? tenant.tenantId) : tenant.tenantId,
    resource: 'exchange',
    legacyClient,
  };
  const grant = await cloud.redeem(request);
  const token = toCheck('exchange.token', grant, { request: 'entra.token', place, legacyClient });
  if (!grant.ok)
    return [token, skippedCheck('exchange.read', token.status === 'skipped' ? (token.reason ?? NO_TOKEN) : NO_TOKEN)];
  const answer = await cloud.readOrganizationConfig(grant.value.accessToken, tenant.tenantId);
  return [token, toCheck('exchange.read', answer, { request: 'exchange.read', place })];
}
