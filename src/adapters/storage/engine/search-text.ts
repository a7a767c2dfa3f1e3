import type { Tenant } from '../../../core/model/tenants/tenant.ts';

// Fields are told apart by a character that no folded text holds.
const FIELD = '\n';

/** What a tenant is found by: name, domain and id, folded, each after a line feed. Begins with the name, so it sorts by it. */
export function toSearchText({ tenantId, displayName, defaultDomainName }: Tenant): string {
  const fields = [displayName ?? defaultDomainName ?? tenantId, defaultDomainName ?? '', tenantId];
  return fields.map((field) => FIELD + foldText(field)).join('');
}

/** The needle for a text typed, and the one for a field that begins with it. */
export function toNeedles(query: string): { anywhere: string; atBeginning: string } {
  const anywhere = foldText(query);
  return { anywhere, atBeginning: FIELD + anywhere };
}

/** Without case, accents and doubled blanks. SQLite's own comparison ignores the case of ASCII letters only. */
function foldText(text: string): string {
  // Most names have no accents; looking for them is most of the work.
  const bare = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, '');
  return bare.toLowerCase().replace(/\s+/gu, ' ').trim();
}
