import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isLoopback } from '../../adapters/http/loopback.ts';
import type { MasterKeySource } from '../../adapters/secrets/open-master-key.ts';
import { parseKey } from '../../adapters/secrets/parse-key.ts';
import { readCertificate } from '../../adapters/secrets/read-certificate.ts';
import { type DatabaseName, parseDatabaseName } from '../../adapters/storage/engine/engines.ts';
import { parseSubject, type Subject } from '../../core/chat/access/subject.ts';
import type { RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import { CLOUD_NAMES, type CloudName } from '../../core/model/cloud/connection.ts';
import { Secret } from '../../core/model/text/secret.ts';
import { systemClock } from '../system-clock.ts';
import type { Config } from './config.ts';
import { judgeTls } from './judge-tls.ts';
import { configuredChats } from './list-unconfigured.ts';
import { parseMail } from './parse-mail.ts';
import { parseVaultUrl } from './parse-vault-url.ts';
import type { SettingsReader } from './settings-reader.ts';

const RESOURCE_ID =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[\w.()-]{1,90}\/providers\/Microsoft\.Web\/sites\/[\w-]{2,60}$/i;
const DEFAULT_DATABASE = 'data/samaritan.db';

/** What every command needs. Worth using only while the reader has no faults. */
interface Common {
  config: Config;
  /** `SAMARITAN_CLOUD=sandbox`: stand-ins are allowed. */
  sandbox: boolean;
}

export function parseCommon(reader: SettingsReader, { home }: { home: string }): Common {
  const weakened = judgeTls(reader);
  if (weakened !== undefined) reader.fault(weakened);
  const cloud = reader.choice('SAMARITAN_CLOUD', [...CLOUD_NAMES, 'sandbox'], 'global');
  const credentials: RawCredentials = {
    applicationId: reader.raw('SAM_APPLICATION_ID'),
    applicationSecret: reader.raw('SAM_APPLICATION_SECRET'),
    certificate: readCertificate(reader.raw('SAM_CERTIFICATE'), systemClock.now()),
    identity: reader.text('SAM_MANAGED_IDENTITY'),
    refreshToken: reader.raw('SAM_REFRESH_TOKEN'),
    tenant: reader.raw('SAM_TENANT_ID'),
    exchangeRefreshToken: reader.raw('SAM_EXCHANGE_REFRESH_TOKEN'),
    exchangeMode: reader.choice('SAM_EXCHANGE_MODE', ['sam', 'legacy'], 'sam'),
  };
  const includeOwnTenant = reader.choice('SAM_INCLUDE_OWN_TENANT', ['true', 'false'], 'false') === 'true';
  const sandboxUrl = parseSandboxUrl(reader, cloud === 'sandbox');
  const database = parseDatabase(reader);
  const keyVaultUrl = parseKeyVault(reader, cloud);
  const cippSite = parseCippSite(reader);
  const mail = parseMail(reader, cloud === 'sandbox' ? 'global' : cloud);
  const config: Config = {
    cloud: cloud === 'sandbox' ? 'global' : cloud,
    database,
    includeOwnTenant,
    credentials,
    admins: parseAdmins(reader),
    chats: configuredChats(reader),
    masterKey: parseMasterKey(reader, { home, database }),
    permissionSet: reader.text('SAMARITAN_PERMISSION_SET'),
    auditForward: parseAuditForward(reader),
    ...(sandboxUrl === undefined ? {} : { sandboxUrl }),
    ...(keyVaultUrl === undefined ? {} : { keyVaultUrl }),
    ...(cippSite === undefined ? {} : { cippSite }),
    ...(mail && { mail }),
  };
  return { config, sandbox: cloud === 'sandbox' };
}

function parseKeyVault(reader: SettingsReader, cloud: CloudName | 'sandbox'): string | undefined {
  const value = reader.text('SAMARITAN_KEY_VAULT_URL');
  if (value === undefined) return undefined;
  const sandbox = cloud === 'sandbox';
  const parsed = parseVaultUrl(value, { cloud: sandbox ? 'global' : cloud, sandbox });
  return 'url' in parsed ? parsed.url : reader.fault(`SAMARITAN_KEY_VAULT_URL ${parsed.problem}`);
}

function parseCippSite(reader: SettingsReader): string | undefined {
  const value = reader.text('SAMARITAN_CIPP_SITE');
  if (value === undefined || RESOURCE_ID.test(value)) return value;
  return reader.fault(
    'SAMARITAN_CIPP_SITE is no resource id of a function app. Copy it from its page in the Azure portal: Overview, JSON View. It begins with /subscriptions/.',
  );
}

function parseSandboxUrl(reader: SettingsReader, sandbox: boolean): string | undefined {
  const value = reader.text('SAMARITAN_SANDBOX_URL');
  if (!sandbox) {
    if (value === undefined) return undefined;
    return reader.fault(
      'SAMARITAN_SANDBOX_URL is set, but SAMARITAN_CLOUD is not sandbox. Set SAMARITAN_CLOUD=sandbox or remove the address.',
    );
  }
  if (value === undefined) {
    return reader.fault(
      'SAMARITAN_SANDBOX_URL is missing. With SAMARITAN_CLOUD=sandbox it names the sandbox, for example http://127.0.0.1:4100.',
    );
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return reader.fault('SAMARITAN_SANDBOX_URL is no http address. Use for example http://127.0.0.1:4100.');
  }
  if (!isLoopback(url.hostname)) {
    return reader.fault(
      `SAMARITAN_SANDBOX_URL points to ${url.hostname.slice(0, 100)}, which is not this machine. Only a loopback address such as http://127.0.0.1:4100 may stand in for Microsoft.`,
    );
  }
  if (url.pathname !== '/' || url.search || url.username || url.password) {
    return reader.fault(`SAMARITAN_SANDBOX_URL may only be an origin. Use ${url.protocol}//${url.host}.`);
  }
  return url.origin;
}

function parseAuditForward(reader: SettingsReader): string | undefined {
  const value = reader.text('SAMARITAN_AUDIT_FORWARD');
  if (value === undefined || isAbsolute(value) || /^syslog:\/\/[^/?#@]+:\d{1,5}$/.test(value)) return value;
  return reader.fault(
    'SAMARITAN_AUDIT_FORWARD is neither a file with its whole path nor syslog://HOST:PORT. Use for example syslog://10.0.0.5:514.',
  );
}

function parseDatabase(reader: SettingsReader): DatabaseName {
  const text = reader.text('SAMARITAN_DATABASE') ?? DEFAULT_DATABASE;
  const name = parseDatabaseName(text);
  if (typeof name === 'string' || !('problem' in name)) return name;
  reader.fault(`SAMARITAN_DATABASE ${name.problem}`);
  return text;
}

function parseAdmins(reader: SettingsReader): Subject[] {
  return reader.list(
    'SAMARITAN_ADMINS',
    parseSubject,
    'discord:user:ID, discord:role:ID (17 to 20 digits) or teams:user:OBJECT-ID (a GUID)',
  );
}

interface Places {
  home: string;
  database: DatabaseName;
}

/** Where the master key is. A value is checked here; a file is read, or made, only when the key is opened. */
function parseMasterKey(reader: SettingsReader, { home, database }: Places): MasterKeySource {
  const value = reader.text('SAMARITAN_MASTER_KEY');
  const file = reader.text('SAMARITAN_MASTER_KEY_FILE');
  if (value !== undefined && file !== undefined)
    reader.fault('SAMARITAN_MASTER_KEY and SAMARITAN_MASTER_KEY_FILE are both set. Remove one of them.');
  if (value !== undefined) {
    if (parseKey(value) === undefined)
      reader.fault(
        'SAMARITAN_MASTER_KEY is no key. It is 32 random bytes in base64 or hex; “openssl rand -base64 32” makes one.',
      );
    return { kind: 'value', key: new Secret(value) };
  }
  const path = file === undefined ? defaultFile(reader, home) : file.replace(/^~(?=[/\\])/, () => home);
  if (typeof database === 'string' && dirname(resolve(path)) === dirname(resolve(database)))
    reader.warn(
      `SAMARITAN_MASTER_KEY_FILE is in the folder of the database. A copy of that folder would hold the key and what it protects; keep the key elsewhere.`,
    );
  return { kind: 'file', path };
}

// A relative XDG_CONFIG_HOME is to be ignored: XDG Base Directory Specification 0.8.
function defaultFile(reader: SettingsReader, home: string): string {
  const configured = reader.text('XDG_CONFIG_HOME');
  const folder = configured !== undefined && isAbsolute(configured) ? configured : join(home, '.config');
  return join(folder, 'samaritan', 'master.key');
}
