import { classifyFault } from '../../../core/model/causes/classify.ts';
import type { Connection } from '../../../core/model/cloud/connection.ts';
import type { ProcessIo } from '../../process-io.ts';
import type { Credentials } from '../../runtime/open-credentials.ts';

const LIMIT_MS = 30_000;

/** Whether Microsoft gives a Graph token for it; undefined where it does, else one sentence on why not. */
export async function proveConnection(
  connection: Connection,
  { clouds }: Pick<Credentials, 'clouds'>,
  io: ProcessIo,
): Promise<string | undefined> {
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(LIMIT_MS)]);
  const cloud = clouds.open({ connection, concurrency: 1, signal });
  try {
    const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
    return answer.ok ? undefined : classifyFault(answer.fault, { request: 'entra.token', place: 'partner' }).reason;
  } finally {
    await cloud.close();
  }
}
