import type { RawCredentials } from '../model/checks/credentials-shape.ts';
import type { AppCredential, CloudName, Connection, SamConnection } from '../model/cloud/connection.ts';
import { Secret } from '../model/text/secret.ts';
import type { NamedSecret, SecretBox, SecretStore } from './secret-store.ts';

/** A connection that was added, beside the one of the environment. Its secrets lie sealed under its id. */
export interface StoredConnection {
  id: string;
  /** Lower case, and never `default`. */
  name: string;
  kind: Connection['kind'];
  cloud: CloudName;
  applicationId: string;
  /** The tenant's id or a domain of it. */
  tenant: string;
  includeOwnTenant: boolean;
  /** The key vault that has its secrets; null where they lie sealed here. */
  vaultUrl: string | null;
  /** The tenant under whose id the vault has its refresh token; null where it has CIPP's usual name. */
  directTenant: string | null;
  createdAt: number;
}

/** Which secrets a connection has. A refresh token belongs to `sam` alone. */
export interface ConnectionSecrets {
  applicationSecret: Secret;
  refreshToken: Secret | null;
}

/** One as it is stored, with the workspaces that may use it. */
export interface ListedConnection extends StoredConnection {
  /** As `workspaceKey` names them, sorted. */
  workspaces: string[];
}

export interface ConnectionStore {
  /** By name. */
  list(): Promise<ListedConnection[]>;
  /** With its secrets, all or nothing. False where the name is taken. */
  add(connection: StoredConnection, secrets: readonly NamedSecret[]): Promise<boolean>;
  /** With all that is known under its name. `taken`: another one has that name already. */
  rename(name: string, to: string): Promise<'renamed' | 'absent' | 'taken'>;
  /** A workspace may use it from now on. False where it might before. */
  allow(allowance: { connectionId: string; workspace: string; allowedAt: number; allowedBy: string }): Promise<boolean>;
  /** It may no more. False where it might not before. */
  deny(connectionId: string, workspace: string): Promise<boolean>;
  /** With its allowances, its secrets and the tokens named. Whether there was one. */
  remove(connection: StoredConnection, secretNames: readonly string[]): Promise<boolean>;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** Why a text can't be the name of a connection; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  if (name === 'default')
    return 'The name default belongs to the connection of the SAM_* settings. Choose another one.';
  return NAME.test(name)
    ? undefined
    : 'A name has up to 40 letters, digits, dots, hyphens or underscores, and begins with a letter or digit.';
}

const secretNameOf = (id: string): string => `connection:${id}:application-secret`;
const tokenNameOf = (id: string): string => `connection:${id}:refresh-token`;

/** The names of what lies sealed for a connection itself. */
export function secretNamesOf({ id }: Pick<StoredConnection, 'id'>): string[] {
  return [secretNameOf(id), tokenNameOf(id)];
}

export function sealSecrets(
  { id }: Pick<StoredConnection, 'id'>,
  { applicationSecret, refreshToken }: ConnectionSecrets,
  box: SecretBox,
  now: number,
): NamedSecret[] {
  const seal = (name: string, secret: Secret): NamedSecret => ({
    name,
    secret: { sealed: box.seal(secret, name), fingerprint: null, updatedAt: now },
  });
  const token = refreshToken === null ? [] : [seal(tokenNameOf(id), refreshToken)];
  return [seal(secretNameOf(id), applicationSecret), ...token];
}

/** Its secrets, opened. Undefined where they are gone. Throws what the box throws. */
export async function openSecrets(
  { id }: Pick<StoredConnection, 'id'>,
  secrets: Pick<SecretStore, 'read'>,
  box: SecretBox,
): Promise<ConnectionSecrets | undefined> {
  const [secretName, tokenName] = [secretNameOf(id), tokenNameOf(id)];
  const [secret, token] = [await secrets.read(secretName), await secrets.read(tokenName)];
  if (!secret) return undefined;
  return {
    applicationSecret: box.open(secret.sealed, secretName),
    refreshToken: token ? box.open(token.sealed, tokenName) : null,
  };
}

/** How a managed identity lies where the secret of others does. */
const IDENTITY = 'managed-identity:';

/** The client id in such a text; undefined for a secret. */
export function identityIn(sealed: string | undefined): string | undefined {
  return sealed?.startsWith(IDENTITY) ? sealed.slice(IDENTITY.length) : undefined;
}

/** What an app proves itself with, of values whose shape did not fail. */
export function appCredentialOf({
  applicationSecret = '',
  certificate,
  identity,
}: Pick<RawCredentials, 'applicationSecret' | 'certificate' | 'identity'>): AppCredential {
  if (identity !== undefined) {
    const id = identity.trim().toLowerCase();
    return { applicationSecret: new Secret(`${IDENTITY}${id}`), identity: id };
  }
  if (!certificate || 'problem' in certificate) return { applicationSecret: new Secret(applicationSecret.trim()) };
  return { applicationSecret: certificate.pem, certificate: certificate.certificate };
}

/** As checks use it, of kind `sam`, with these values; ids that are among them go before those that were stored. */
export function toSamConnection(
  { id, name, cloud, includeOwnTenant, ...stored }: StoredConnection,
  { applicationId, refreshToken = '', tenant, ...credential }: RawCredentials,
): SamConnection {
  return {
    kind: 'sam',
    id,
    name,
    cloud,
    applicationId: (applicationId ?? stored.applicationId).trim().toLowerCase(),
    ...appCredentialOf(credential),
    refreshToken: new Secret(refreshToken.trim()),
    tenant: (tenant ?? stored.tenant).trim().toLowerCase(),
    exchange: { kind: 'sam' },
    includeOwnTenant,
  };
}

/** As checks use it, of whichever kind it is. */
export function toUsable(stored: StoredConnection, values: RawCredentials): Connection {
  const sam = toSamConnection(stored, values);
  if (stored.kind === 'sam') return sam;
  const { refreshToken: _, exchange: __, includeOwnTenant: ___, ...app } = sam;
  return { ...app, kind: stored.kind };
}
