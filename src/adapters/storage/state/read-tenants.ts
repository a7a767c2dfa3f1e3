import { sql } from 'kysely';
import type { KnownFleet, KnownTenant, TenantSearch } from '../../../core/diagnosis/report/run-store.ts';
import { among, holdsText } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';
import { toNeedles } from '../engine/search-text.ts';

/** See `RunStore.knownTenants`. */
export async function readKnownTenants(
  db: Db,
  connection: string,
  { query = '', limit, tenantIds }: TenantSearch,
): Promise<KnownTenant[]> {
  const { anywhere, atBeginning } = toNeedles(query);
  const tenants = tenantsOf(db, connection);
  return await (tenantIds ? tenants.where(among(db, 'tenantId', tenantIds)) : tenants)
    .where(holdsText(db, 'searchText', anywhere))
    .orderBy(sql`case when ${holdsText(db, 'searchText', atBeginning)} then 0 else 1 end`)
    .orderBy('searchText')
    .limit(limit)
    .execute();
}

/** See `RunStore.tenant`. */
export async function readTenant(db: Db, connection: string, tenantId: string): Promise<KnownTenant | undefined> {
  return await tenantsOf(db, connection).where('tenantId', '=', tenantId).executeTakeFirst();
}

/** See `RunStore.fleet`. */
export async function readFleet(db: Db, connection: string): Promise<KnownFleet> {
  const list = await db
    .selectFrom('customerLists')
    .select('readAt')
    .where('connection', '=', connection)
    .executeTakeFirst();
  const tenants = await tenantsOf(db, connection).orderBy('searchText').execute();
  return { listReadAt: list?.readAt ?? null, tenants };
}

function tenantsOf(db: Db, connection: string) {
  return db
    .selectFrom('tenants')
    .select(['tenantId', 'displayName', 'defaultDomainName', 'firstSeenAt', 'lastSeenAt'])
    .where('connection', '=', connection);
}
