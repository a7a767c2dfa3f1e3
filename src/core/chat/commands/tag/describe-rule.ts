import type { TagRule } from '../../../model/tenants/tag.ts';
import { countOf } from '../../../model/text/format.ts';

export function describeRule({ names, domains, newWithinDays, endingWithinDays, causes }: TagRule): string {
  const parts = [
    ...(names.length > 0 ? [`name ${names.join(' or ')}`] : []),
    ...(domains.length > 0 ? [`domain ${domains.join(' or ')}`] : []),
    ...(newWithinDays === null ? [] : [`seen first in the last ${countOf(newWithinDays, 'day')}`]),
    ...(endingWithinDays === null ? [] : [`delegated access that ends within ${countOf(endingWithinDays, 'day')}`]),
    ...(causes.length > 0
      ? [`failing now for ${causes.map((one) => (one.endsWith('.') ? `${one}*` : one)).join(' or ')}`]
      : []),
  ];
  return parts.join(', and ');
}
