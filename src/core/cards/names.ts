import type { TenantRef } from '../model/tenants/tenant.ts';
import { andMore } from '../model/text/format.ts';
import { CARD_LIMITS } from './card.ts';
import { code, type Line, line, plain, strong, toPlainLine } from './inline.ts';

/** The first few names, and how many more there are of `count` in all. */
export function namesLine(
  tenants: readonly TenantRef[],
  shown: number = CARD_LIMITS.names,
  count: number = tenants.length,
): Line {
  const names = tenants.slice(0, shown).map((tenant) => tenant.label);
  return line(names.join(', ') + andMore(count - names.length));
}

export function firstLines(items: readonly Line[], most: number): Line[] {
  const left = items.length - most;
  return left > 0 ? [...items.slice(0, most), plain(andMore(left).trim())] : [...items];
}

/** A tenant as people tell it from others: its name and domain, or its id where it has neither. */
export function tenantLine({ label, domain, tenantId }: TenantRef): Line {
  if (tenantId === label) return line(code(tenantId));
  if (domain === label) return line(strong(label));
  return line(strong(label), ' (', domain ?? code(tenantId), ')');
}

/** The same as one text, for a title. */
export function tenantTitle(tenant: TenantRef): string {
  return toPlainLine(tenantLine(tenant), String);
}
