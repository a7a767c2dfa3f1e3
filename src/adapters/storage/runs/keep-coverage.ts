import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { anyOf } from '../engine/any-of.ts';
import type { Schema } from '../engine/schema.ts';

/** The id of the set of these tenants; null for none. A set that was kept before is used again. */
export async function keepCoverage(trx: Transaction<Schema>, tenantIds: Iterable<string>): Promise<number | null> {
  const sorted = [...tenantIds].sort();
  if (sorted.length === 0) return null;
  const digest = createHash('sha256').update(JSON.stringify(sorted)).digest('base64');
  const known = await trx.selectFrom('tenant_sets').select('id').where('digest', '=', digest).executeTakeFirst();
  if (known) return known.id;
  const { id } = await trx.insertInto('tenant_sets').values({ digest }).returning('id').executeTakeFirstOrThrow();
  await sql`
    insert into tenant_set_members (tenant_id, set_id)
    select value, ${id} from ${anyOf(sorted)}`.execute(trx);
  return id;
}
