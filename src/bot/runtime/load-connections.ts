import { readCertificate } from '../../adapters/secrets/read-certificate.ts';
import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import type { SecretHome } from '../../core/credentials/secret-home.ts';
import type { SecretBox, SecretStore } from '../../core/credentials/secret-store.ts';
import {
  type ConnectionStore,
  identityIn,
  type ListedConnection,
  openSecrets,
  type StoredConnection,
  toSamConnection,
  toUsable,
} from '../../core/credentials/stored-connection.ts';
import { KEPT_NAMES, NO_CREDENTIALS, type RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { Config } from '../config/config.ts';
import { toConnection } from '../config/to-connection.ts';
import { systemClock } from '../system-clock.ts';
import { judgeValues } from './judge-values.ts';
import { createVaultHome } from './vault-home.ts';

/** How what is outside is reached. */
export interface Reach {
  sandboxUrl: string | undefined;
  useProxy: boolean;
}

/** The connections that were added, as entries beside the configured one. Vaults are not asked yet. */
export async function loadConnections(
  storage: { connections: ConnectionStore; secrets: SecretStore },
  box: SecretBox,
  reach: Reach,
): Promise<ConnectionEntry[]> {
  const stored = await storage.connections.list();
  return await Promise.all(stored.map((one) => toEntry(one, storage.secrets, box, reach)));
}

async function toEntry(
  stored: ListedConnection,
  store: SecretStore,
  box: SecretBox,
  reach: Reach,
): Promise<ConnectionEntry> {
  const { name, kind, tenant, applicationId, workspaces } = stored;
  const home = vaultOf(stored, reach);
  if (home) return { ...unread(home.label), tenant, name, kind, workspaces, home };
  const secrets = await openSecrets(stored, store, box);
  const credentials: RawCredentials = {
    ...NO_CREDENTIALS,
    names: KEPT_NAMES,
    kind,
    applicationId,
    tenant,
    ...credentialIn(secrets?.applicationSecret.reveal()),
    refreshToken: secrets?.refreshToken?.reveal(),
  };
  return { name, kind, workspaces, ...judgeValues(credentials, (made) => toUsable(stored, made)) };
}

/** What lies sealed for an app is its secret, the PEM that it signs in with, or who does for it. */
function credentialIn(
  text: string | undefined,
): Pick<RawCredentials, 'applicationSecret' | 'certificate' | 'identity'> {
  const identity = identityIn(text);
  if (identity !== undefined) return { applicationSecret: undefined, identity };
  const isPem = text?.startsWith('-----BEGIN ') === true;
  return isPem
    ? { applicationSecret: undefined, certificate: readCertificate(text, systemClock.now()) }
    : { applicationSecret: text };
}

/** The vault that has its secrets; undefined where the database does. */
export function vaultOf(stored: StoredConnection, reach: Reach): SecretHome | undefined {
  const { vaultUrl: url, directTenant } = stored;
  if (url === null) return undefined;
  return createVaultHome({
    ...reach,
    url,
    directTenant,
    configured: NO_CREDENTIALS,
    toConnection: (made) => toSamConnection(stored, made),
  });
}

/**
 * The connections that are configured: the default one, or none. Where its secrets are in a vault nothing is read yet,
 * and it can't be used before.
 */
export function createConnections(config: Config, { useProxy }: { useProxy: boolean }): ConnectionEntry[] {
  const { credentials, keyVaultUrl, sandboxUrl } = config;
  const make = (made: typeof credentials) => toConnection({ ...config, credentials: made });
  if (keyVaultUrl !== undefined) {
    const home = createVaultHome({
      url: keyVaultUrl,
      sandboxUrl,
      useProxy,
      configured: credentials,
      toConnection: make,
    });
    return [{ ...unread(home.label), name: 'default', home }];
  }
  return isAnythingSet(credentials) ? [{ name: 'default', ...judgeValues(credentials, make) }] : [];
}

export function isAnythingSet(credentials: Config['credentials']): boolean {
  const { applicationId, applicationSecret, certificate, identity, refreshToken, tenant } = credentials;
  const isSet = [applicationId, applicationSecret, identity, refreshToken, tenant].some((value) => value?.trim());
  return isSet || certificate !== undefined;
}

/** A connection before its home was asked. */
export function unread(label: string): Pick<ConnectionEntry, 'shape' | 'tenant'> {
  const reason = `Its secrets are in the ${label}, which was not asked.`;
  return { shape: { id: 'credentials.shape', status: 'unknown', durationMs: 0, attempts: 0, reason }, tenant: '' };
}
