import type { ClientConfig } from 'pg';
import { PgBoss } from 'pg-boss';
import { preparing } from '../engine/preparing.ts';
import type { ProcessRole } from '../engine/process-role.ts';
import { toServerError } from '../engine/server-error.ts';

/** Where batches wait; what it is made with lasts, so other options need another name. */
export const BATCHES = 'samaritan-batches';

/** Of one process: fetching, saying that it lives, and looking after the queue, one after the other. */
const MOST_CONNECTIONS = 3;
/**
 * A batch whose worker is gone is given to another after the heartbeat's time and one look: 20 s at most. A look costs
 * a millisecond.
 */
const HEARTBEAT_SECONDS = 15;
const LOOK_SECONDS = 5;
const HOUR_SECONDS = 3600;

/**
 * Joins the processes that share a queue in the schema `pgboss`. Its tables are made where they are missing, for which
 * the role needs CREATE on the database; then they need nothing. Throws `StorageError`.
 */
export async function openBoss(config: ClientConfig, name: string, role: ProcessRole): Promise<PgBoss> {
  const { host, port, user, password, database, ssl, connectionTimeoutMillis } = config;
  const boss = new PgBoss({
    ...({ host, port, user, database, ssl, connectionTimeoutMillis, max: MOST_CONNECTIONS } as object),
    ...(preparing() as object),
    ...(typeof password === 'string' ? { password } : {}),
    ...{ instanceName: instanceName(role), instanceHeartbeatSeconds: LOOK_SECONDS },
    ...{ schedule: false, superviseIntervalSeconds: LOOK_SECONDS, monitorIntervalSeconds: LOOK_SECONDS },
    // Ours to say what is slow or long; and nothing is traced by it.
    ...{ openTelemetry: { enabled: false }, monitorVacuum: false },
  });
  // Without a listener a connection that the server drops would end the process. Calls throw what they meet by themselves.
  boss.on('error', () => {});
  try {
    await boss.start();
    await boss.createQueue(BATCHES, {
      ...{ heartbeatSeconds: HEARTBEAT_SECONDS, expireInSeconds: HOUR_SECONDS, deleteAfterSeconds: HOUR_SECONDS },
      // How often a batch is tried is counted beside it, where its tenants are.
      ...{ retryLimit: 1000, retryDelay: 0 },
    });
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw toServerError(error, name);
  }
  return boss;
}

export function instanceName(role: ProcessRole): string {
  return `samaritan ${role}`;
}
