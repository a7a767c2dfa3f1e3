import type { TenantRef } from '../model/tenants/tenant-ref.ts';
import { formatNumber } from '../model/text/format.ts';
import { CARD_LIMITS } from './card.ts';
import type { Line } from './inline.ts';
import { code, line } from './inline.ts';

/** The first few names, and how many more there are. */
export function namesLine(tenants: readonly TenantRef[], shown: number = CARD_LIMITS.names): Line {
  const names = tenants.slice(0, shown).map((tenant) => tenant.label);
  const more = tenants.length - names.length;
  return line(names.join(', ') + (more > 0 ? ` and ${formatNumber(more)} more` : ''));
}

/** A tenant with all that identifies it: name, domain, id. */
export function tenantLine({ label, domain, tenantId }: TenantRef): Line {
  const place = domain && domain !== label ? ` (${domain})` : '';
  return tenantId === label ? line(code(tenantId)) : line({ kind: 'strong', text: label }, `${place} `, code(tenantId));
}
