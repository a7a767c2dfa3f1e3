import { z } from 'zod';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { malformed } from '../http/own-marks.ts';
import type { GraphParts } from './ask-graph.ts';
import { readPages } from './read-pages.ts';

/** As documented, November 2026: learn.microsoft.com/graph/api/subscribedsku-list. */
const skusSchema = z.array(z.object({ skuPartNumber: z.string().min(1), capabilityStatus: z.string() })).max(2000);
/** The second has ended, and works on while it may be renewed: learn.microsoft.com/graph/api/resources/licenseunitsdetail. */
const OWNED = ['enabled', 'warning'];
const LONGEST_PART = 200;
const MOST_PAGES = 10;

/** See `graph.licences`. One entry that can't be read makes the list unreadable: it may be the one that is asked for. */
export async function listLicences(
  { token, tenantId }: Question<'graph.licences'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.licences'>> {
  const path = '/v1.0/subscribedSkus?$select=skuPartNumber,capabilityStatus';
  const answer = await readPages(
    { what: 'list of subscriptions', path, token, tenant: tenantId, mostPages: MOST_PAGES },
    parts,
  );
  if (!answer.ok) return answer;
  const { data } = skusSchema.safeParse(answer.value);
  if (!data) return malformed(answer, 'Graph’s list of subscriptions holds something else');
  const owned = data.filter(({ capabilityStatus }) => OWNED.includes(capabilityStatus.toLowerCase()));
  const names = owned.map(({ skuPartNumber }) => toSafeText(skuPartNumber, { maxLength: LONGEST_PART }));
  return { ...answer, value: [...new Set(names)].sort() };
}
