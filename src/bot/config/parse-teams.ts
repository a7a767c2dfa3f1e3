import { isLoopback } from '../../adapters/http/loopback.ts';
import type { CloudName } from '../../core/model/cloud/connection.ts';
import { isGuid } from '../../core/model/tenants/tenant-id.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import { parseStandInUrl } from './parse-stand-in-url.ts';
import type { SettingsReader } from './settings-reader.ts';
import type { TeamsConfig } from './start-config.ts';

const REGISTRATION = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'] as const;
const OTHERS = ['TEAMS_ALLOWED_TENANTS', 'TEAMS_OPENID_METADATA_URL'] as const;
const NIL_GUID = '00000000-0000-0000-0000-000000000000';

interface Surroundings {
  cloud: CloudName;
  sandbox: boolean;
  host: string;
}

/** Undefined where nothing of Teams is set, and where something is at fault. */
export function parseTeams(reader: SettingsReader, { cloud, sandbox, host }: Surroundings): TeamsConfig | undefined {
  const openIdMetadataUrl = parseStandInUrl(reader, 'TEAMS_OPENID_METADATA_URL', { sandbox });
  const listed = reader.list('TEAMS_ALLOWED_TENANTS', toGuid, 'the id of a tenant, a GUID');
  const anonymous = reader.choice('TEAMS_ALLOW_ANONYMOUS', ['true', 'false'], 'false') === 'true';
  const registered = REGISTRATION.some((name) => reader.isSet(name));
  if (anonymous) judgeAnonymous(reader, { sandbox, host, registered });
  if (!anonymous && !registered && !OTHERS.some((name) => reader.isSet(name))) return undefined;
  if (cloud !== 'global')
    reader.fault(
      `SAMARITAN_CLOUD is ${cloud}, and the Teams bot runs in the global cloud only. Remove the settings that begin with MICROSOFT_APP_ and TEAMS_.`,
    );
  if (anonymous && !registered)
    return { allowAnonymous: true, allowedTenants: listed.length > 0 ? listed : 'any', loopbackConnector: true };

  reader.demand(REGISTRATION, 'Teams');
  const appId = parseGuid(reader, 'MICROSOFT_APP_ID', 'application (client) id');
  const tenantId = parseGuid(reader, 'MICROSOFT_APP_TENANT_ID', 'tenant id');
  const password = parsePassword(reader);
  if (appId === undefined || tenantId === undefined || password === undefined) return undefined;
  return {
    allowAnonymous: false,
    appId,
    password,
    tenantId,
    allowedTenants: listed.length > 0 ? listed : [tenantId],
    loopbackConnector: sandbox,
    ...(openIdMetadataUrl === undefined ? {} : { openIdMetadataUrl }),
  };
}

function judgeAnonymous(
  reader: SettingsReader,
  { sandbox, host, registered }: { sandbox: boolean; host: string; registered: boolean },
): void {
  if (!sandbox)
    reader.fault(
      'TEAMS_ALLOW_ANONYMOUS is true, but SAMARITAN_CLOUD is not sandbox. Anybody could command the bot. Remove it and set MICROSOFT_APP_ID.',
    );
  if (!isLoopback(host))
    reader.fault(
      'TEAMS_ALLOW_ANONYMOUS is true, but SAMARITAN_HOST is open to other machines. Use SAMARITAN_HOST=127.0.0.1.',
    );
  if (registered)
    reader.warn('TEAMS_ALLOW_ANONYMOUS has no effect: MICROSOFT_APP_ID is set, so every request needs a valid token.');
}

function parseGuid(
  reader: SettingsReader,
  name: 'MICROSOFT_APP_ID' | 'MICROSOFT_APP_TENANT_ID',
  what: string,
): string | undefined {
  const value = reader.text(name);
  if (value === undefined) return undefined;
  if (value === NIL_GUID) return reader.fault(`${name} is still a placeholder. Put the real value there.`);
  return toGuid(value) ?? reader.fault(`${name} is no ${what}. It is a GUID, on the app registration’s Overview page.`);
}

function parsePassword(reader: SettingsReader): Secret | undefined {
  if (isGuid(reader.text('MICROSOFT_APP_PASSWORD') ?? ''))
    return reader.fault(
      'MICROSOFT_APP_PASSWORD is a GUID, so it is the secret’s id and not its value. Create a new secret and copy the column “Value”.',
    );
  return reader.secret('MICROSOFT_APP_PASSWORD');
}

function toGuid(text: string): string | undefined {
  return isGuid(text) ? text.toLowerCase() : undefined;
}
