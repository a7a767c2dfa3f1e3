import type { Block, Card } from '../../../cards/card.ts';
import type { CommandAnswer } from '../../../cards/command-answer.ts';
import { type Line, plain } from '../../../cards/inline.ts';
import type { RunStore } from '../../../diagnosis/report/run-store.ts';
import { tagOfKey } from '../../../model/tenants/tag.ts';
import { toTenantRef } from '../../../model/tenants/tenant-ref.ts';
import { taggedLabel } from '../../calls/watch-parts.ts';

/** A tenant, or a tag's tenants, as people know it, by what sweeps have seen of it. */
export async function tenantName(runs: RunStore, connection: string, tenantId: string): Promise<string> {
  const tag = tagOfKey(tenantId);
  if (tag !== undefined) return taggedLabel(tag);
  const known = await runs.tenant(connection, tenantId);
  return known ? toTenantRef(known).label : tenantId;
}

/** A list as an answer; only its title where it is empty. */
export function listCard(
  status: string,
  title: string,
  items: readonly Line[],
  json: Record<string, unknown>,
): CommandAnswer {
  const blocks: Block[] = items.length > 0 ? [{ kind: 'list', numbered: false, items }] : [];
  const card: Card = { tone: 'neutral', status, title: plain(title), blocks, actions: [], summary: title };
  return { card, json };
}
