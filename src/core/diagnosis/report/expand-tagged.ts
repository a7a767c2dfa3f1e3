import { tagOfKey } from '../../model/tenants/tag.ts';
import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';

/**
 * What is kept of a tag, for each tenant that has it now: those a sweep has seen, and of `tenants` those that a rule fits.
 * What is kept of single tenants stays as it is, and no tag is looked up where none is named.
 */
export async function expandTagged<T extends { tenantId: string | null }>(
  kept: readonly T[],
  readTags: () => Promise<TagBook>,
  tenants: readonly Tenant[] = [],
): Promise<T[]> {
  const tagOf = ({ tenantId }: T): string | undefined => (tenantId === null ? undefined : tagOfKey(tenantId));
  if (!kept.some((one) => tagOf(one) !== undefined)) return [...kept];
  const book = await readTags();
  return kept.flatMap((one) => {
    const tag = tagOf(one);
    if (tag === undefined) return [one];
    const fitting = tenants.filter((tenant) => book.isTagged(tenant, tag)).map(({ tenantId }) => tenantId);
    return [...new Set([...book.having([tag]), ...fitting])].map((tenantId) => ({ ...one, tenantId }));
  });
}
