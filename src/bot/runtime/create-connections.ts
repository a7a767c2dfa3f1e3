import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import { checkCredentialsShape } from '../../core/diagnosis/chains/partner-chain.ts';
import { ANY_TOKEN, type RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { SamConnection } from '../../core/model/cloud/connection.ts';
import { isDomain, isGuid } from '../../core/model/tenants/tenant-id.ts';
import { Secret } from '../../core/model/text/secret.ts';
import type { Config } from '../config/config.ts';
import { toConnection } from '../config/to-connection.ts';

const NO_TOKEN = new Secret('');

/** The connections that are configured: today the default one, or none. */
export function createConnections(config: Config): ConnectionEntry[] {
  const { applicationId, applicationSecret, refreshToken, tenant } = config.credentials;
  if (![applicationId, applicationSecret, refreshToken, tenant].some((value) => value?.trim())) return [];
  const shape = checkCredentialsShape(config.credentials);
  const named = tenant?.trim() ?? '';
  const connection = toConnection(config);
  return [
    {
      name: 'default',
      shape,
      // Only what can be a tenant: a secret may have been pasted there by mistake.
      tenant: isGuid(named) || isDomain(named) ? named : '',
      ...(shape.status === 'fail' ? unsigned(config.credentials, connection) : { connection }),
    },
  ];
}

/** What a sign-in can still make usable: all but the refresh token is as it should be. */
export function unsigned(
  credentials: RawCredentials,
  connection: SamConnection,
): Pick<ConnectionEntry, 'unsigned'> | Record<string, never> {
  const shape = checkCredentialsShape({ ...credentials, refreshToken: ANY_TOKEN });
  return shape.status === 'fail' ? {} : { unsigned: { connection: { ...connection, refreshToken: NO_TOKEN }, shape } };
}
