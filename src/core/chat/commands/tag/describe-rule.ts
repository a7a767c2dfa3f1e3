import type { TagRule } from '../../../model/tenants/tag.ts';
import type { TagBook } from '../../../model/tenants/tag-book.ts';
import { countOf, toSafeText } from '../../../model/text/format.ts';

export function describeRule({ names, domains, newWithinDays, endingWithinDays, licences, causes }: TagRule): string {
  const parts = [
    ...(names.length > 0 ? [`name ${names.join(' or ')}`] : []),
    ...(domains.length > 0 ? [`domain ${domains.join(' or ')}`] : []),
    ...(newWithinDays === null ? [] : [`seen first in the last ${countOf(newWithinDays, 'day')}`]),
    ...(endingWithinDays === null ? [] : [`delegated access that ends within ${countOf(endingWithinDays, 'day')}`]),
    ...(licences.length > 0 ? [`a subscription to ${licences.join(' or ')}`] : []),
    ...(causes.length > 0
      ? [`failing now for ${causes.map((one) => (one.endsWith('.') ? `${one}*` : one)).join(' or ')}`]
      : []),
  ];
  return toSafeText(parts.join(', and '), { maxLength: 200 });
}

/** Of how many tenants it is not known whether they have a rule's tag, and what makes it known. */
export function licenceGaps(book: TagBook, tag: string): string[] {
  const { refused, unread } = book.unknownLicences(tag);
  return [
    ...(refused.length > 0
      ? [
          `Not known of ${countOf(refused.length, 'tenant')}: Graph refused the list of subscriptions there. Consent to LicenseAssignment.Read.All, or Organization.Read.All, and give the account a role that reads the directory, such as Directory Readers.`,
        ]
      : []),
    ...(unread.length > 0
      ? [`Not read yet in ${countOf(unread.length, 'tenant')}: the next sweep that gets a token there reads it.`]
      : []),
  ];
}
