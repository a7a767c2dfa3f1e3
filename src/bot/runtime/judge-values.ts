import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import { checkCredentialsShape } from '../../core/diagnosis/chains/partner-chain.ts';
import { ANY_TOKEN, type RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { Connection } from '../../core/model/cloud/connection.ts';
import { isDomain, isGuid } from '../../core/model/tenants/tenant-id.ts';
import { Secret } from '../../core/model/text/secret.ts';

const NO_TOKEN = new Secret('');

/** What can be made of these values: a connection, one that waits for a sign-in, or none and why. */
export function judgeValues(
  credentials: RawCredentials,
  toConnection: (credentials: RawCredentials) => Connection,
): Pick<ConnectionEntry, 'shape' | 'tenant' | 'connection' | 'unsigned'> {
  const shape = checkCredentialsShape(credentials);
  const named = credentials.tenant?.trim() ?? '';
  // Only what can be a tenant: a secret may have been pasted there by mistake.
  const judged = { shape, tenant: isGuid(named) || isDomain(named) ? named : '' };
  if (shape.status !== 'fail') return { ...judged, connection: toConnection(credentials) };
  const signedIn = checkCredentialsShape({ ...credentials, refreshToken: ANY_TOKEN });
  if (signedIn.status === 'fail') return judged;
  const made = toConnection(credentials);
  if (made.kind !== 'sam') return judged;
  return { ...judged, unsigned: { connection: { ...made, refreshToken: NO_TOKEN }, shape: signedIn } };
}
