import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import { checkCredentialsShape } from '../../core/diagnosis/chains/partner-chain.ts';
import { isDomain, isGuid } from '../../core/model/tenants/tenant-id.ts';
import type { Config } from '../config/config.ts';
import { toConnection } from '../config/to-connection.ts';

/** The connections that are configured: today the default one, or none. */
export function createConnections(config: Config): ConnectionEntry[] {
  const { applicationId, applicationSecret, refreshToken, tenant } = config.credentials;
  if (![applicationId, applicationSecret, refreshToken, tenant].some((value) => value?.trim())) return [];
  const shape = checkCredentialsShape(config.credentials);
  const named = tenant?.trim() ?? '';
  return [
    {
      name: 'default',
      shape,
      // Only what can be a tenant: a secret may have been pasted there by mistake.
      tenant: isGuid(named) || isDomain(named) ? named : '',
      ...(shape.status === 'fail' ? {} : { connection: toConnection(config) }),
    },
  ];
}
