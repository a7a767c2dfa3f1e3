import { fitsPattern } from './fits-pattern.ts';
import table from './licence-names.json' with { type: 'json' };

/** What was read of a tenant's subscriptions. */
export interface LicenceReading {
  tenantId: string;
  /** Part numbers of those that are enabled, or may be renewed; null where Graph refused to tell. */
  owned: readonly string[] | null;
  /** Milliseconds since the epoch. */
  readAt: number;
}

/** What Microsoft calls its products, by their part numbers. */
const PRODUCTS = Object.entries(table.names);
/** Microsoft's own table has blanks in them where its answers may have none. */
const keyOf = (part: string): string => part.replaceAll(/[\s_]/g, '').toLowerCase();
const NAMES = new Map(PRODUCTS.map(([part, name]) => [keyOf(part), name.toLowerCase()]));

/** Whether a part number, or the name of its product, holds a text in lower case, in which `*` stands for anything. */
function fitsLicence(text: string, partNumber: string): boolean {
  const part = partNumber.toLowerCase();
  return [part, NAMES.get(keyOf(part)) ?? ''].some((one) => fitsPattern(`*${text}*`, one));
}

/** Whether a part number is of what one of these texts means. Thousands of tenants own the same few. */
export function toLicenceTest(texts: readonly string[]): (partNumber: string) => boolean {
  const known = new Map<string, boolean>();
  return (part) => {
    const fits = known.get(part) ?? texts.some((text) => fitsLicence(text, part));
    known.set(part, fits);
    return fits;
  };
}

/** The products that a text means, as far as their names are known here: `Microsoft 365 Business Premium (SPB)`. */
export function licencesMeant(text: string): string[] {
  return PRODUCTS.flatMap(([part, name]) => (fitsLicence(text, part) ? [`${name} (${part})`] : []));
}
