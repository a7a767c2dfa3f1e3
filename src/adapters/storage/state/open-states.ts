import type { Kysely } from 'kysely';
import { anyOf } from '../engine/any-of.ts';
import type { CheckStateRow, Schema, TenantRow } from '../engine/schema.ts';

export type OpenState = Pick<CheckStateRow, 'status' | 'cause'> & {
  id: number;
  sinceAt: number;
  failingSince: number | null;
};

/** What the database holds now about some tenants. */
export interface OpenStates {
  names: Map<string, Pick<TenantRow, 'display_name' | 'default_domain_name'>>;
  /** By tenant id, then by check id. */
  states: Map<string, Map<string, OpenState>>;
  /** The highest id among the states; 0 when there are none. */
  lastId: number;
}

/** Reads the open stretch of every check of the tenants, and their names: two queries whatever their number. */
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
    .select(['id', 'tenant_id', 'check_id', 'status', 'cause', 'since_at', 'failing_since'])
    .where('connection', '=', connection)
    .where('tenant_id', 'in', anyOf(tenantIds))
    .where('until_at', 'is', null)
    .execute();
  const open: OpenStates = { names: new Map(tenants.map((row) => [row.tenant_id, row])), states: new Map(), lastId: 0 };
  for (const { id, tenant_id, check_id, status, cause, since_at, failing_since } of rows) {
    const ofTenant = open.states.get(tenant_id) ?? new Map<string, OpenState>();
    open.states.set(tenant_id, ofTenant);
    ofTenant.set(check_id, { id, status, cause, sinceAt: since_at, failingSince: failing_since });
    if (id > open.lastId) open.lastId = id;
  }
  return open;
}
