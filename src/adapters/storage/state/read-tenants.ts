import { type Kysely, sql } from 'kysely';
import type { KnownFleet, KnownTenant } from '../../../core/diagnosis/report/run-store.ts';
import type { Schema, TenantRow } from '../engine/schema.ts';
import { toNeedles } from '../engine/search-text.ts';
import { holdsText } from '../engine/sqlite-sql.ts';

/** See `RunStore.knownTenants`. */
export async function readKnownTenants(
  db: Kysely<Schema>,
  connection: string,
  { query = '', limit }: { query?: string; limit: number },
): Promise<KnownTenant[]> {
  const { anywhere, atBeginning } = toNeedles(query);
  const rows = await tenantsOf(db, connection)
    .where(holdsText('search_text', anywhere))
    .orderBy(sql`case when ${holdsText('search_text', atBeginning)} then 0 else 1 end`)
    .orderBy('search_text')
    .limit(limit)
    .execute();
  return rows.map(toKnownTenant);
}

/** See `RunStore.tenant`. */
export async function readTenant(
  db: Kysely<Schema>,
  connection: string,
  tenantId: string,
): Promise<KnownTenant | undefined> {
  const row = await tenantsOf(db, connection).where('tenant_id', '=', tenantId).executeTakeFirst();
  return row && toKnownTenant(row);
}

/** See `RunStore.fleet`. */
export async function readFleet(db: Kysely<Schema>, connection: string): Promise<KnownFleet> {
  const list = await db
    .selectFrom('customer_lists')
    .select('read_at')
    .where('connection', '=', connection)
    .executeTakeFirst();
  const rows = await tenantsOf(db, connection).orderBy('search_text').execute();
  return { listReadAt: list?.read_at ?? null, tenants: rows.map(toKnownTenant) };
}

function tenantsOf(db: Kysely<Schema>, connection: string) {
  return db
    .selectFrom('tenants')
    .select(['tenant_id', 'display_name', 'default_domain_name', 'first_seen_at', 'last_seen_at'])
    .where('connection', '=', connection);
}

function toKnownTenant(
  row: Pick<TenantRow, 'tenant_id' | 'display_name' | 'default_domain_name' | 'first_seen_at' | 'last_seen_at'>,
): KnownTenant {
  return {
    tenantId: row.tenant_id,
    displayName: row.display_name,
    defaultDomainName: row.default_domain_name,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  };
}
