import { setImmediate } from 'node:timers/promises';
import { inChunks } from '../../../core/diagnosis/report/in-chunks.ts';
import { byTenantId, type Tenant } from '../../../core/model/tenants/tenant.ts';
import { among } from '../engine/dialect-sql.ts';
import type { Db } from '../engine/schema.ts';
import { upsert } from '../engine/upsert.ts';
import { writeTenants } from './keep-findings.ts';
import { readTenantNames } from './open-states.ts';
import { toTenantRow } from './plan-changes.ts';
import { raiseTagRevision } from './tag-revision.ts';

const TENANTS_A_TRANSACTION = 500;

/**
 * Keeps a customer list that was read whole: when, and who was in it. The time of the list comes last, so that a list
 * that was kept by halves makes nobody look gone.
 */
export async function keepList(
  db: Db,
  { connection, listed, readAt }: { connection: string; listed: readonly Tenant[]; readAt: number },
): Promise<void> {
  for (const chunk of inChunks(listed.toSorted(byTenantId), TENANTS_A_TRANSACTION)) {
    const tenantIds = chunk.map(({ tenantId }) => tenantId);
    await db.transaction().execute(async (trx) => {
      const names = await readTenantNames(trx, connection, tenantIds);
      const seen = { connection, observedAt: readAt };
      const rows = new Map(
        chunk.map((tenant) => [tenant.tenantId, toTenantRow(tenant.tenantId, tenant, { names }, seen)]),
      );
      const written = [...rows.values()].filter((row) => row !== undefined);
      await writeTenants(trx, written);
      await trx
        .updateTable('tenants')
        .set({ lastSeenAt: readAt })
        .where('connection', '=', connection)
        .where(among(trx, 'tenantId', tenantIds))
        .execute();
      if (written.length > 0) await raiseTagRevision(trx, connection, 'tenants');
    });
    await setImmediate();
  }
  await upsert(db, 'customerLists', ['connection'], [{ connection, readAt }]);
}
