import { redeemForApp } from '../../../adapters/microsoft/redeem-for-app.ts';
import type { ConnectionSecrets, StoredConnection } from '../../../core/credentials/stored-connection.ts';
import { classifyFault } from '../../../core/model/causes/classify.ts';
import type { SamConnection } from '../../../core/model/cloud/connection.ts';
import type { Answer } from '../../../core/model/cloud/microsoft-cloud.ts';
import { type ProcessIo, proxyWanted } from '../../process-io.ts';
import type { Credentials } from '../../runtime/open-credentials.ts';

const LIMIT_MS = 30_000;

/** Whether Microsoft gives a Graph token for it; undefined where it does, else one sentence on why not. */
export async function proveConnection(
  stored: Pick<StoredConnection, 'cloud' | 'applicationId' | 'tenant'>,
  { applicationSecret }: Pick<ConnectionSecrets, 'applicationSecret'>,
  connection: SamConnection | undefined,
  { clouds, config }: Pick<Credentials, 'clouds' | 'config'>,
  io: ProcessIo,
): Promise<string | undefined> {
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(LIMIT_MS)]);
  const answer = connection
    ? await redeem(connection, clouds, signal)
    : await redeemForApp(
        { ...stored, applicationSecret },
        { sandboxUrl: config.sandboxUrl, useProxy: proxyWanted(io.env), signal },
      );
  return answer.ok ? undefined : classifyFault(answer.fault, { request: 'entra.token', place: 'partner' }).reason;
}

async function redeem(
  connection: SamConnection,
  clouds: Credentials['clouds'],
  signal: AbortSignal,
): Promise<Answer<unknown>> {
  const cloud = clouds.open({ connection, concurrency: 1, signal });
  try {
    return await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
  } finally {
    await cloud.close();
  }
}
