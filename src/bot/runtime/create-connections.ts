import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import type { Config } from '../config/config.ts';
import { toConnection } from '../config/to-connection.ts';
import { judgeValues } from './judge-values.ts';
import { createVaultHome } from './vault-home.ts';

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
