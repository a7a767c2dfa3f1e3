import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import type { SecretBox } from '../../core/credentials/secret-box.ts';
import type { SecretStore } from '../../core/credentials/secret-store.ts';
import {
  type ConnectionStore,
  type ListedConnection,
  openSecrets,
  toSamConnection,
} from '../../core/credentials/stored-connection.ts';
import { checkCredentialsShape } from '../../core/diagnosis/chains/partner-chain.ts';

/**
 * The connections that were added and can test a fleet, as entries beside the configured one. Those of kind `app-only`
 * have no customers, and are none.
 */
export async function loadConnections(
  storage: { connections: ConnectionStore; secrets: SecretStore },
  box: SecretBox,
): Promise<ConnectionEntry[]> {
  const stored = (await storage.connections.list()).filter(({ kind }) => kind === 'sam');
  return await Promise.all(stored.map((one) => toEntry(one, storage.secrets, box)));
}

async function toEntry(stored: ListedConnection, store: SecretStore, box: SecretBox): Promise<ConnectionEntry> {
  const { name, tenant, applicationId, workspaces } = stored;
  const secrets = await openSecrets(stored, store, box);
  const shape = checkCredentialsShape({
    applicationId,
    tenant,
    applicationSecret: secrets?.applicationSecret.reveal(),
    refreshToken: secrets?.refreshToken?.reveal(),
    exchangeRefreshToken: undefined,
    exchangeMode: 'sam',
  });
  const connection = secrets && shape.status !== 'fail' ? toSamConnection(stored, secrets) : undefined;
  return { name, shape, tenant, workspaces, ...(connection ? { connection } : {}) };
}
