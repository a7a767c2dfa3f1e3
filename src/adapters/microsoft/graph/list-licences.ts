import { z } from 'zod';
import { toSafeText } from '../../../core/model/text/format.ts';
import { type GraphReader, readAll, withValue } from './read-pages.ts';

/** As documented, November 2026: learn.microsoft.com/graph/api/subscribedsku-list. */
const skusSchema = z.array(z.object({ skuPartNumber: z.string().min(1), capabilityStatus: z.string() })).max(2000);
/** The second has ended, and works on while it may be renewed: learn.microsoft.com/graph/api/resources/licenseunitsdetail. */
const OWNED = ['enabled', 'warning'];
const LONGEST_PART = 200;

/** See `graph.licences`. */
export const listLicences: GraphReader<'graph.licences'> = async ({ token, tenantId }, parts) => {
  const path = '/v1.0/subscribedSkus?$select=skuPartNumber,capabilityStatus';
  const all = await readAll({ what: 'list of subscriptions', path, token, tenant: tenantId }, skusSchema, parts);
  return withValue(all, (skus) => {
    const owned = skus.filter(({ capabilityStatus }) => OWNED.includes(capabilityStatus.toLowerCase()));
    const names = owned.map(({ skuPartNumber }) => toSafeText(skuPartNumber, { maxLength: LONGEST_PART }));
    return [...new Set(names)].sort();
  });
};
