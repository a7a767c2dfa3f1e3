import { appCredentialOf } from '../../core/credentials/stored-connection.ts';
import type { SamConnection } from '../../core/model/cloud/connection.ts';
import { Secret } from '../../core/model/text/secret.ts';
import type { Config } from './config.ts';

/** The default connection. Call it only with credentials whose shape did not fail, or with an empty refresh token. */
export function toConnection({ cloud, credentials, includeOwnTenant }: Config): SamConnection {
  const value = (text: string | undefined): string => text?.trim() ?? '';
  const exchangeToken = value(credentials.exchangeRefreshToken);
  return {
    kind: 'sam',
    name: 'default',
    cloud,
    applicationId: value(credentials.applicationId).toLowerCase(),
    ...appCredentialOf(credentials),
    refreshToken: new Secret(value(credentials.refreshToken)),
    tenant: value(credentials.tenant).toLowerCase(),
    exchange:
      credentials.exchangeMode === 'legacy'
        ? { kind: 'legacy', refreshToken: new Secret(exchangeToken) }
        : { kind: 'sam' },
    includeOwnTenant,
  };
}
