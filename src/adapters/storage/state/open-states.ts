import { among } from '../engine/dialect-sql.ts';
import type { CheckStateRow, Db, TenantRow } from '../engine/schema.ts';

export type OpenState = Pick<
  CheckStateRow,
  'status' | 'cause' | 'sinceAt' | 'failingSince' | 'heldSince' | 'testedAt' | 'freshUntil'
> & { id: number };

export interface OpenStates {
  names: Map<string, Pick<TenantRow, 'displayName' | 'defaultDomainName'>>;
  /** By tenant id, then by check id. */
  states: Map<string, Map<string, OpenState>>;
}

/** Reads the newest verdict of every check of the tenants, and their names: two queries whatever their number. */
export async function readOpenStates(db: Db, connection: string, tenantIds: readonly string[]): Promise<OpenStates> {
  const rows = await db
    .selectFrom('checkStates')
    .select(['id', 'tenantId', 'checkId', 'status', 'cause'])
    .select(['sinceAt', 'failingSince', 'heldSince', 'testedAt', 'freshUntil'])
    .where('connection', '=', connection)
    .where(among(db, 'tenantId', tenantIds))
    .where('untilAt', 'is', null)
    .execute();
  const open: OpenStates = { names: await readTenantNames(db, connection, tenantIds), states: new Map() };
  for (const row of rows) {
    const ofTenant = open.states.get(row.tenantId) ?? new Map<string, OpenState>();
    open.states.set(row.tenantId, ofTenant);
    ofTenant.set(row.checkId, row);
  }
  return open;
}

export async function readTenantNames(
  db: Db,
  connection: string,
  tenantIds: readonly string[],
): Promise<OpenStates['names']> {
  const rows = await db
    .selectFrom('tenants')
    .select(['tenantId', 'displayName', 'defaultDomainName'])
    .where('connection', '=', connection)
    .where(among(db, 'tenantId', tenantIds))
    .execute();
  return new Map(rows.map((row) => [row.tenantId, row]));
}
