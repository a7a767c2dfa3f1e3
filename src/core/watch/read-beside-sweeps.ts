import type { KeptConnections } from '../credentials/keep-connections.ts';
import type { SettingStore } from '../credentials/setting-store.ts';
import { readExpiry } from '../diagnosis/expiry/read-expiry.ts';
import type { PartnerTokenFound } from '../diagnosis/sweep/sweep-parts.ts';
import type { SamConnection } from '../model/cloud/connection.ts';
import type { MicrosoftCloudFactory } from '../model/cloud/microsoft-cloud.ts';
import type { TagStore } from '../model/tenants/tag-store.ts';
import type { Clock } from '../model/time/clock.ts';
import { toExpiryReading } from './incidents/from-expiry.ts';
import { keepSecretAge } from './status/credential-ages.ts';
import type { Watch } from './watch.ts';

export interface ReadingBesideSweepsParts {
  connections: KeptConnections;
  clouds: MicrosoftCloudFactory;
  watch: Pick<Watch, 'recordReading'>;
  tags: Pick<TagStore, 'keepEnds'>;
  clock: Clock;
  /** Where the age of the secret is kept for `status`. */
  settings?: SettingStore;
  /** Told of a renewed refresh token that did not work and is therefore not kept. */
  onRefused: (connection: string) => void;
  /** Told of an end date that could not be read. */
  onProblem: (connection: string, what: string, reason: string) => void;
}

/** End dates change by days: reading them once an hour is plenty. */
const EVERY_MS = 3_600_000;
const PROOF_LIMIT_MS = 30_000;

/**
 * What a working partner token is good for beside the sweep: the new refresh token is kept, and what ends soon is read
 * and judged.
 */
export function createReadingBesideSweeps({
  connections,
  clouds,
  watch,
  tags,
  clock,
  settings,
  onRefused,
  onProblem,
}: ReadingBesideSweepsParts): (found: PartnerTokenFound) => Promise<void> {
  const readAt = new Map<string, number>();
  return async ({ connection, cloud, grant, customers }) => {
    const { name } = connection;
    const now = clock.now();
    const { rotatedRefreshToken: token } = grant;
    const prove = (candidate: SamConnection) => redeems(clouds, candidate);
    if (token && !(await connections.rotate(name, { token, description: grant.describe() }, prove))) onRefused(name);
    if (Math.abs(now - (readAt.get(name) ?? Number.NEGATIVE_INFINITY)) < EVERY_MS) return;
    readAt.set(name, now);
    const rotatedAt = connections.rotatedAt(name);
    const judged = await readExpiry(cloud, { partnerToken: grant.accessToken, connection, customers, now, rotatedAt });
    for (const { what, reason } of judged.problems) onProblem(name, what, reason);
    if (settings && judged.secret) await keepSecretAge(settings, name, { ...judged.secret, readAt: now });
    if (judged.ends) await tags.keepEnds(name, judged.ends);
    await watch.recordReading(toExpiryReading(name, clock.now(), judged));
  };
}

/** Whether the connection's refresh token gives a token of the partner's own tenant. */
async function redeems(clouds: MicrosoftCloudFactory, connection: SamConnection): Promise<boolean> {
  const cloud = clouds.open({ connection, concurrency: 1, signal: AbortSignal.timeout(PROOF_LIMIT_MS) });
  try {
    const { ok } = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
    return ok;
  } finally {
    await cloud.close();
  }
}
