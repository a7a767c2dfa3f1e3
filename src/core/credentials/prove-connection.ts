import { CHECKS } from '../model/checks/catalogue.ts';
import { toCheck } from '../model/checks/check.ts';
import { judgeRefusedSecret } from '../model/checks/credentials-shape.ts';
import type { Connection } from '../model/cloud/connection.ts';
import { isRefusedRight } from '../model/cloud/is-refused-right.ts';
import type { MicrosoftCloudFactory } from '../model/cloud/microsoft-cloud.ts';

const LIMIT_MS = 30_000;
const UNTOLD = 'Microsoft did not take it.';
/** Entra's replicas learn of a new secret one after the other: one token proves nothing of the next. */
const TOKENS_OF_A_NEW_ONE = 3;

/**
 * Whether Microsoft gives a Graph token for it; undefined where it does, else one sentence on why not. What it signs in
 * with is `fresh` where it never did before: then several tokens are asked for, and Graph with the last.
 */
export async function proveConnection(
  connection: Connection,
  { clouds, signal, fresh = false }: { clouds: MicrosoftCloudFactory; signal: AbortSignal; fresh?: boolean },
): Promise<string | undefined> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const cloud = clouds.open({ connection, concurrency: 1, signal: ends });
  try {
    for (let left = fresh ? TOKENS_OF_A_NEW_ONE : 1; left > 0; left -= 1) {
      const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
      if (!answer.ok) {
        const refused = toCheck('partner.token', answer, { request: 'entra.token', place: 'partner' });
        return judgeRefusedSecret(refused, connection).reason ?? UNTOLD;
      }
      const { asks } = CHECKS['graph.read'];
      if (!fresh || left > 1 || asks?.id !== 'graph.read') continue;
      const read = await cloud.ask({ ...asks, token: answer.value.accessToken, tenantId: connection.tenant });
      // Where Graph refuses a right it has taken the token.
      if (!read.ok && !isRefusedRight(read.fault))
        return toCheck('graph.read', read, { request: asks.id, place: 'customer' }).reason ?? UNTOLD;
    }
    return undefined;
  } finally {
    await cloud.close();
  }
}
