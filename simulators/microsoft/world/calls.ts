import type { Call } from '../answers/answer.ts';
import type { Tenant } from './tenant.ts';
import type { World } from './world.ts';

/** What a scenario may know about a request to a tenant. */
export function callOf(
  world: World,
  ids: Pick<Call, 'correlationId' | 'requestId'>,
  tenant: Tenant,
  resource: string,
): Call {
  const { partner } = world;
  return {
    tenant,
    applicationId: partner.applicationId,
    applicationName: partner.applicationName,
    account: partner.account,
    partnerTenantId: partner.tenant.tenantId,
    resource,
    nth: 1,
    page: 1,
    correlationId: ids.correlationId,
    requestId: ids.requestId,
  };
}
