import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import type { Report } from '../../diagnosis/report/report.ts';
import { reportWithin } from '../../diagnosis/report/report-within.ts';
import { UNCOUNTED } from '../../model/tenants/tag-store.ts';
import type { AccessBook } from '../access/access-store.ts';
import type { WatchCommandParts } from './watch-parts.ts';

/**
 * Ids of the tenants that somebody may see, by connection: those that have one of the tags at this moment. A connection
 * in which there is none has no entry, and does not exist for whoever it is.
 */
export type OwnTenants = ReadonlyMap<string, ReadonlySet<string>>;

/** Without a watch nobody knows who has which tag, so there is none. With `asOf` nothing is asked that was just read. */
export async function readOwnTenants(
  connections: readonly ConnectionEntry[],
  watch: Pick<WatchCommandParts, 'readTags'> | undefined,
  tags: readonly string[],
  asOf?: AccessBook['tagRevisions'],
): Promise<OwnTenants> {
  const own = new Map<string, ReadonlySet<string>>();
  if (!watch || tags.length === 0) return own;
  for (const { name } of connections) {
    const ids = (await watch.readTags(name, asOf && (asOf.get(name) ?? UNCOUNTED))).having(tags);
    if (ids.size > 0) own.set(name, ids);
  }
  return own;
}

/** The report as somebody sees it; undefined for one that is about others alone. */
export function partOf(report: Report, own: OwnTenants): Report | undefined {
  const ids = own.get(report.run.connection);
  const part = ids && reportWithin(report, (tenantId) => ids.has(tenantId));
  return part && (part.tenants.length > 0 || report.tenants.length === 0) ? part : undefined;
}
