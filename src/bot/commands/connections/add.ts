import { readFile } from 'node:fs/promises';
import { parse } from 'dotenv';
import { ulid } from 'ulid';
import { readCertificate } from '../../../adapters/secrets/read-certificate.ts';
import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { proveConnection } from '../../../core/credentials/prove-connection.ts';
import {
  appCredentialOf,
  type ConnectionSecrets,
  nameProblem,
  type StoredConnection,
  sealSecrets,
  toUsable,
} from '../../../core/credentials/stored-connection.ts';
import {
  CONFIGURED_NAMES,
  GIVEN_NAMES,
  inspectCredentials,
  type RawCredentials,
} from '../../../core/model/checks/credentials-shape.ts';
import { type CertificateReading, CLOUD_NAMES, type CloudName } from '../../../core/model/cloud/connection.ts';
import { isGuid } from '../../../core/model/tenants/tenant-id.ts';
import { Secret } from '../../../core/model/text/secret.ts';
import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import { parseVaultUrl } from '../../config/parse-vault-url.ts';
import { readEnvironment } from '../../config/read-environment.ts';
import { readSmallFile, withSecretFiles } from '../../config/with-secret-files.ts';
import { vaultOf } from '../../runtime/load-connections.ts';
import { type Credentials, withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import { readSecrets } from '../../terminal/read-secrets.ts';
import type { HostCall } from '../host-call.ts';

interface GivenCredential {
  applicationSecret: string;
  certificate?: CertificateReading | undefined;
  identity?: string | undefined;
}

interface NewConnection extends GivenCredential {
  name: string;
  kind: StoredConnection['kind'];
  cloud: string;
  applicationId: string;
  tenant: string;
  includeOwnTenant: boolean;
  refreshToken: string;
  vaultUrl: string | null;
  directTenant: string | null;
}

const IN_DATABASE = { vaultUrl: null, directTenant: null } as const;

/** `samaritan connections add`: its secrets are asked for, or are the lines of standard input. */
export async function runAdd(call: HostCall<'connections add'>): Promise<CommandAnswer> {
  const { values, io } = call;
  const { kind = 'sam', cloud = 'global' } = values;
  return await keep(call, async () => {
    const asksToken = kind === 'sam' ? ['Refresh token (not shown):'] : [];
    const given = await readCredential(values, io, asksToken);
    if (typeof given === 'string') return given;
    const [refreshToken = ''] = given.more;
    return {
      ...given.credential,
      kind,
      cloud,
      name: values.name,
      applicationId: values.application,
      tenant: values.tenant,
      includeOwnTenant: values['own-tenant'] ?? false,
      refreshToken,
      ...IN_DATABASE,
    };
  });
}

/** What the app is to sign in with: what was named, or a secret that is asked for before `more` is; or what is wrong with it. */
export async function readCredential(
  { certificate: file, identity }: Pick<HostCall<'connections add'>['values'], 'certificate' | 'identity'>,
  io: HostCall<'connections add'>['io'],
  more: readonly string[] = [],
): Promise<{ credential: GivenCredential; more: string[] } | string> {
  const certificate = file === undefined ? undefined : readPem(file);
  if (certificate && 'problem' in certificate) return `--certificate ${certificate.problem}`;
  const asks = certificate === undefined && identity === undefined ? ['Client secret (not shown):'] : [];
  const given = await readSecrets([...asks, ...more], io);
  const applicationSecret = asks.length > 0 ? (given.shift() ?? '') : '';
  return { credential: { applicationSecret, certificate, identity }, more: given };
}

/** `samaritan connections import`: takes over what SAM_* says, in the environment or in a file. */
export async function runImport(call: HostCall<'connections import'>): Promise<CommandAnswer> {
  const { values, io } = call;
  const { vault } = values;
  if (vault !== undefined) return await keep(call, (found) => readVault(vault, call, found));
  return await keep(call, async () => {
    const settings = await readSettings(values.file, io.env);
    if (typeof settings === 'string') return settings;
    return {
      kind: 'sam',
      name: values.name,
      cloud: settings.SAMARITAN_CLOUD === 'sandbox' ? 'global' : (settings.SAMARITAN_CLOUD ?? 'global'),
      applicationId: settings.SAM_APPLICATION_ID ?? '',
      tenant: settings.SAM_TENANT_ID ?? '',
      includeOwnTenant: settings.SAM_INCLUDE_OWN_TENANT === 'true',
      applicationSecret: settings.SAM_APPLICATION_SECRET ?? '',
      certificate: readCertificate(settings.SAM_CERTIFICATE, systemClock.now()),
      identity: settings.SAM_MANAGED_IDENTITY || undefined,
      refreshToken: settings.SAM_REFRESH_TOKEN ?? '',
      ...IN_DATABASE,
    };
  });
}

function readPem(file: string): CertificateReading {
  const found = readSmallFile(file);
  if ('problem' in found)
    return { problem: `names ${file}, which ${found.problem}. Name a PEM with certificate and key.` };
  return readCertificate(found.text, systemClock.now()) ?? { problem: `names ${file}, which is empty.` };
}

const NO_VAULT = 'The vault holds no credentials that can be right.';

/** What the vault holds, or why that is nothing to begin with. */
async function readVault(
  text: string,
  { values }: HostCall<'connections import'>,
  { config, reach }: Credentials,
): Promise<NewConnection | string> {
  if (values.file !== undefined) return '--vault and --file contradict each other: the secrets are in one place.';
  const direct = values['direct-tenant']?.trim().toLowerCase() ?? null;
  if (direct !== null && !isGuid(direct)) return '--direct-tenant is no tenant id. It is a GUID.';
  const { cloud, sandboxUrl } = config;
  const parsed = parseVaultUrl(text, { cloud, sandbox: sandboxUrl !== undefined });
  if ('problem' in parsed) return `--vault ${parsed.problem}`;
  const given: NewConnection = {
    kind: 'sam',
    name: values.name,
    cloud,
    applicationId: '',
    tenant: '',
    // There is nobody else to test.
    includeOwnTenant: direct !== null,
    applicationSecret: '',
    refreshToken: '',
    vaultUrl: parsed.url,
    directTenant: direct,
  };
  const answer = await vaultOf(toStored(given), reach)?.read();
  if (!answer?.ok) return answer ? `${answer.fault.reason} ${answer.fault.wayOut}` : NO_VAULT;
  const { connection, shape } = answer.value;
  if (connection?.kind !== 'sam') return shape.reason ?? NO_VAULT;
  const { applicationId, tenant, applicationSecret, certificate, refreshToken } = connection;
  return {
    ...given,
    applicationId,
    tenant,
    ...(certificate
      ? { certificate: { pem: applicationSecret, certificate } }
      : { applicationSecret: applicationSecret.reveal() }),
    refreshToken: refreshToken.reveal(),
  };
}

/** The variables of a file, or of the environment; or why there are none. */
async function readSettings(
  file: string | undefined,
  environment: HostCall['io']['env'],
): Promise<Readonly<Record<string, string | undefined>> | string> {
  try {
    const settings = file === undefined ? readEnvironment(environment) : parse(await readFile(file));
    const { env, faults } = withSecretFiles(settings);
    return faults[0] ?? env;
  } catch (error) {
    return `The file ${file} cannot be read (${systemCodeOf(error) ?? 'unknown error'}). Name a file of SAM_* settings, one a line.`;
  }
}

async function keep(
  call: HostCall<'connections add' | 'connections import'>,
  read: (credentials: Credentials) => Promise<NewConnection | string>,
): Promise<CommandAnswer> {
  return await withCredentials(call, async (credentials) => {
    const given = await read(credentials);
    const names = call.name === 'connections add' ? GIVEN_NAMES : CONFIGURED_NAMES;
    const problems = typeof given === 'string' ? [given] : await findProblems(given, names, credentials);
    if (typeof given === 'string' || problems.length > 0) return problem(...problems);
    const stored = toStored(given);
    const secrets: ConnectionSecrets = {
      ...appCredentialOf(given),
      refreshToken: given.kind === 'sam' ? new Secret(given.refreshToken.trim()) : null,
    };
    const { name } = stored;
    call.io.stderr.write(`Adding the connection ${name}: app ${stored.applicationId}, tenant ${stored.tenant}.\n`);
    const refusal = await proveConnection(toUsable(stored, toRaw(given)), {
      clouds: credentials.clouds,
      signal: call.io.signal,
    });
    if (refusal === undefined) {
      const sealed = stored.vaultUrl === null ? sealSecrets(stored, secrets, credentials.box, systemClock.now()) : [];
      if (!(await credentials.storage.connections.add(stored, sealed))) return problem(taken(name));
    }
    await credentials.record(name, refusal ?? null);
    const json = { connection: name, stored: refusal === undefined, reason: refusal ?? null };
    if (refusal !== undefined)
      return {
        card: toNoticeCard('bad', 'refused', `The connection ${name} was not stored.`, [refusal]),
        json,
        findings: true,
      };
    const more = `It is used with --connection ${name}. connections allow ${name} with a workspace lets a chat use it.`;
    return { card: toNoticeCard('good', 'added', `The connection ${name} works and is stored.`, [more]), json };
  });
}

const taken = (name: string): string =>
  `There is a connection ${name} already. Choose another name, or remove that one.`;

async function findProblems(
  given: NewConnection,
  names: typeof GIVEN_NAMES,
  { storage }: Credentials,
): Promise<string[]> {
  const name = given.name.trim().toLowerCase();
  const wrong = nameProblem(name);
  if (wrong !== undefined) return [wrong];
  if ((await storage.connections.list()).some((one) => one.name === name)) return [taken(name)];
  const cloud = (CLOUD_NAMES as readonly string[]).includes(given.cloud)
    ? []
    : [`The cloud is none of: ${CLOUD_NAMES.join(', ')}.`];
  const findings = inspectCredentials({ ...toRaw(given), names });
  return [...cloud, ...findings.filter(({ severity }) => severity === 'fail').map(({ text }) => text)];
}

function toRaw(given: NewConnection): RawCredentials {
  return { ...given, exchangeRefreshToken: undefined, exchangeMode: 'sam' };
}

function toStored({ name, kind, cloud, applicationId, tenant, ...rest }: NewConnection): StoredConnection {
  return {
    id: ulid(),
    name: name.trim().toLowerCase(),
    kind,
    cloud: cloud as CloudName,
    applicationId: applicationId.trim().toLowerCase(),
    tenant: tenant.trim().toLowerCase(),
    includeOwnTenant: rest.includeOwnTenant,
    vaultUrl: rest.vaultUrl,
    directTenant: rest.directTenant,
    createdAt: systemClock.now(),
  };
}
