import type { Kysely } from 'kysely';
import { toSearchText } from '../search-text.ts';

interface TenantNames {
  connection: string;
  tenant_id: string;
  display_name: string | null;
  default_domain_name: string | null;
  search_text: string;
}

/** Tenants that were there before are found by their names. */
export async function fillSearchTexts(db: Kysely<{ tenants: TenantNames }>): Promise<void> {
  const tenants = await db.selectFrom('tenants').selectAll().execute();
  for (const { connection, tenant_id, display_name, default_domain_name } of tenants) {
    const names = { tenantId: tenant_id, displayName: display_name, defaultDomainName: default_domain_name };
    await db
      .updateTable('tenants')
      .set({ search_text: toSearchText(names) })
      .where('connection', '=', connection)
      .where('tenant_id', '=', tenant_id)
      .execute();
  }
}
