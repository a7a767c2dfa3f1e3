import type { Logger } from 'pino';
import type { SettingStore } from '../../core/credentials/setting-store.ts';
import { readExpiry } from '../../core/diagnosis/expiry/read-expiry.ts';
import type { PartnerTokenFound } from '../../core/diagnosis/sweep/sweep-parts.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import { toExpiryReading } from '../../core/watch/incidents/from-expiry.ts';
import { keepSecretAge } from '../../core/watch/status/credential-ages.ts';
import type { Watch } from '../../core/watch/watch.ts';
import type { KeptConnections } from './keep-connections.ts';

export interface BesideSweepsParts {
  connections: KeptConnections;
  watch: Watch;
  clock: Clock;
  /** Where the age of the secret is kept for `status`. */
  settings?: SettingStore;
  log: Logger;
}

/** End dates change by days: reading them once an hour is plenty. */
const EVERY_MS = 3_600_000;

/**
 * What a working partner token is good for beside the sweep: the new refresh token is kept, and what ends soon is read
 * and judged.
 */
export function createReadingBesideSweeps({
  connections,
  watch,
  clock,
  settings,
  log,
}: BesideSweepsParts): (found: PartnerTokenFound) => Promise<void> {
  const readAt = new Map<string, number>();
  return async ({ connection, cloud, grant, customers }) => {
    const { name } = connection;
    const now = clock.now();
    if (grant.rotatedRefreshToken) await connections.rotate(name, grant.rotatedRefreshToken);
    if (Math.abs(now - (readAt.get(name) ?? Number.NEGATIVE_INFINITY)) < EVERY_MS) return;
    readAt.set(name, now);
    const rotatedAt = connections.rotatedAt(name);
    const judged = await readExpiry(cloud, { partnerToken: grant.accessToken, connection, customers, now, rotatedAt });
    for (const { what, reason } of judged.problems)
      log.warn({ connection: name, what, reason }, 'an end date is unknown');
    if (settings && judged.secret) await keepSecretAge(settings, name, { ...judged.secret, readAt: now });
    await watch.recordReading(toExpiryReading(name, clock.now(), judged));
  };
}
