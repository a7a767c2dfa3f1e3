import { toCheck } from '../model/checks/check.ts';
import type { Connection } from '../model/cloud/connection.ts';
import type { MicrosoftCloudFactory } from '../model/cloud/microsoft-cloud.ts';

const LIMIT_MS = 30_000;

/** Whether Microsoft gives a Graph token for it; undefined where it does, else one sentence on why not. */
export async function proveConnection(
  connection: Connection,
  { clouds, signal }: { clouds: MicrosoftCloudFactory; signal: AbortSignal },
): Promise<string | undefined> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const cloud = clouds.open({ connection, concurrency: 1, signal: ends });
  try {
    const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
    if (answer.ok) return undefined;
    const { reason } = toCheck('partner.token', answer, { request: 'entra.token', place: 'partner' });
    return reason ?? 'Microsoft did not take it.';
  } finally {
    await cloud.close();
  }
}
