import { type ListKind, listReply, type PageOptions } from './list-reply.ts';
import { denied, type ScopedAnswers } from './partner-lists.ts';

/** Any one opens it: learn.microsoft.com/graph/api/subscribedsku-list, November 2026. */
const OPENS = [
  'LicenseAssignment.Read.All',
  'Organization.Read.All',
  'Organization.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
] as const;

const SKUS: ListKind = { path: '/subscribedSkus', most: 999 };

// Ids as learn.microsoft.com/entra/identity/users/licensing-service-plan-reference has them.
const PRODUCTS = [
  { skuPartNumber: 'SPB', skuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46' },
  { skuPartNumber: 'O365_BUSINESS_PREMIUM', skuId: 'f245ecc8-75af-4f8e-b61f-27d8114de5f3' },
  { skuPartNumber: 'ENTERPRISEPACK', skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900' },
] as const;

/** What a tenant has bought: one product that is enabled, the next that ran out, as its id says. Undefined for any other path. */
export function createSubscribedSkus(options: PageOptions): ScopedAnswers {
  return (path, version, inbound, call, scopes) => {
    if (path !== SKUS.path.toLowerCase()) return undefined;
    if (!OPENS.some((name) => scopes.includes(name))) return denied(call);
    const { tenantId, displayName } = call.tenant;
    const first = Number.parseInt(tenantId.slice(0, 4), 16);
    const items = ['Enabled', 'Suspended'].map((capabilityStatus, index) => {
      const product = PRODUCTS[(first + index) % PRODUCTS.length] ?? PRODUCTS[0];
      const isEnabled = capabilityStatus === 'Enabled';
      return {
        accountName: displayName,
        accountId: tenantId,
        appliesTo: 'User',
        capabilityStatus,
        consumedUnits: isEnabled ? 7 : 0,
        id: `${tenantId}_${product.skuId}`,
        ...product,
        subscriptionIds: [`5b5${index}${tenantId.slice(4)}`],
        prepaidUnits: { enabled: isEnabled ? 10 : 0, suspended: isEnabled ? 0 : 10, warning: 0, lockedOut: 0 },
        servicePlans: [],
      };
    });
    return listReply(items, SKUS, options, version, inbound, call);
  };
}
