import type { RunStore } from '../../diagnosis/report/run-store.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';
import type { GivenFile } from '../calls/chat-request.ts';

const MOST_FILE_BYTES = 4_000_000;

/** A table that somebody handed over, or why there is none, as a sentence. */
export async function readTableFile(file: GivenFile): Promise<string | { problem: string }> {
  if (file.sizeBytes > MOST_FILE_BYTES) return { problem: 'The file is larger than 4 MB. Cut it into several.' };
  try {
    return await file.readText();
  } catch (error) {
    return { problem: `The file could not be read: ${error instanceof Error ? error.message : 'unknown error'}` };
  }
}

/** Ids of tenants by their id or default domain, whatever its case. An id is taken before any sweep has seen the tenant: a domain could be anybody's. */
export async function knownIds(
  runs: Pick<RunStore, 'fleet'>,
  connection: string,
): Promise<(name: string) => string | undefined> {
  const ids = new Map<string, string>();
  for (const { tenantId, defaultDomainName } of (await runs.fleet(connection)).tenants) {
    if (defaultDomainName !== null) ids.set(defaultDomainName.toLowerCase(), tenantId);
    ids.set(tenantId.toLowerCase(), tenantId);
  }
  return (name) => ids.get(name.toLowerCase()) ?? (isGuid(name) ? name.toLowerCase() : undefined);
}
