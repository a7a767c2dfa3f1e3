import type { Kysely } from 'kysely';
import type { CheckStateRow, Schema, TenantRow } from '../engine/schema.ts';
import { anyOf } from '../engine/sqlite-sql.ts';

export type OpenState = Pick<
  CheckStateRow,
  'status' | 'cause' | 'since_at' | 'failing_since' | 'held_since' | 'tested_at' | 'fresh_until'
> & { id: number };

/** What the database holds now about some tenants. */
export interface OpenStates {
  names: Map<string, Pick<TenantRow, 'display_name' | 'default_domain_name'>>;
  /** By tenant id, then by check id. */
  states: Map<string, Map<string, OpenState>>;
}

/** Reads the newest verdict of every check of the tenants, and their names: two queries whatever their number. */
export async function readOpenStates(
  db: Kysely<Schema>,
  connection: string,
  tenantIds: readonly string[],
): Promise<OpenStates> {
  const tenants = await db
    .selectFrom('tenants')
    .select(['tenant_id', 'display_name', 'default_domain_name'])
    .where('connection', '=', connection)
    .where('tenant_id', 'in', anyOf(tenantIds))
    .execute();
  const rows = await db
    .selectFrom('check_states')
    .select(['id', 'tenant_id', 'check_id', 'status', 'cause'])
    .select(['since_at', 'failing_since', 'held_since', 'tested_at', 'fresh_until'])
    .where('connection', '=', connection)
    .where('tenant_id', 'in', anyOf(tenantIds))
    .where('until_at', 'is', null)
    .execute();
  const open: OpenStates = { names: new Map(tenants.map((row) => [row.tenant_id, row])), states: new Map() };
  for (const row of rows) {
    const ofTenant = open.states.get(row.tenant_id) ?? new Map<string, OpenState>();
    open.states.set(row.tenant_id, ofTenant);
    ofTenant.set(row.check_id, row);
  }
  return open;
}
