import { choiceOfKey, type TagChoice } from '../../model/tenants/tag.ts';
import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';

/**
 * What is kept of tags, for each tenant that they mean now: those a sweep has seen, and of `tenants` those that a rule fits.
 * What is kept of single tenants stays as it is, and no tag is looked up where none is named.
 */
export async function expandTagged<T extends { tenantId: string | null }>(
  kept: readonly T[],
  readTags: () => Promise<TagBook>,
  tenants: readonly Tenant[] = [],
): Promise<T[]> {
  const choiceOf = ({ tenantId }: T): TagChoice | undefined => (tenantId === null ? undefined : choiceOfKey(tenantId));
  if (!kept.some((one) => choiceOf(one) !== undefined)) return [...kept];
  const book = await readTags();
  return kept.flatMap((one) => {
    const choice = choiceOf(one);
    if (choice === undefined) return [one];
    const fitting = tenants.filter((tenant) => book.chooses(choice, tenant)).map(({ tenantId }) => tenantId);
    return [...new Set([...book.chosen(choice), ...fitting])].map((tenantId) => ({ ...one, tenantId }));
  });
}
