import type { AppOnlyConnection, CloudName } from '../../core/model/cloud/connection.ts';
import { isGuid } from '../../core/model/tenants/tenant-id.ts';
import type { MailSettings } from './config.ts';
import type { SettingsReader } from './settings-reader.ts';

const NAMES = ['SAMARITAN_SMTP_HOST', 'SAMARITAN_SMTP_FROM'] as const;
const OTHERS = ['SAMARITAN_SMTP_PORT', 'SAMARITAN_SMTP_USER', 'SAMARITAN_SMTP_PASSWORD', 'SAMARITAN_SMTP_TLS'] as const;
const APP = ['SAMARITAN_SMTP_TENANT_ID', 'SAMARITAN_SMTP_CLIENT_ID', 'SAMARITAN_SMTP_CLIENT_SECRET'] as const;
const HOST = /^[a-z0-9](?:[a-z0-9.:-]{0,251}[a-z0-9])?$/i;

/** One plain address: nothing that a header could be made from. */
export const MAIL_ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,189}[a-z0-9])?$/i;

/** Undefined where no mail server is set, and where something is at fault. */
export function parseMail(reader: SettingsReader, cloud: CloudName): MailSettings | undefined {
  if (![...NAMES, ...OTHERS, ...APP].some((name) => reader.isSet(name))) return undefined;
  reader.demand(NAMES, 'Mail');
  const host = reader.text('SAMARITAN_SMTP_HOST');
  const from = reader.text('SAMARITAN_SMTP_FROM');
  const port = reader.wholeNumber('SAMARITAN_SMTP_PORT', { min: 1, max: 65_535 }) ?? 587;
  const tls = reader.choice('SAMARITAN_SMTP_TLS', ['start', 'whole', 'none'], port === 465 ? 'whole' : 'start');
  const app = parseApp(reader, cloud);
  const user = reader.text('SAMARITAN_SMTP_USER') ?? (app && from);
  const password = reader.secret('SAMARITAN_SMTP_PASSWORD');
  const byApp = APP.some((name) => reader.isSet(name));
  if (byApp && password)
    reader.fault('SAMARITAN_SMTP_PASSWORD and SAMARITAN_SMTP_CLIENT_ID are two ways to sign in. Remove one of them.');
  else if (!byApp && (user === undefined) !== (password === undefined))
    reader.fault('SAMARITAN_SMTP_USER and SAMARITAN_SMTP_PASSWORD go together. Set both, or neither.');
  if (tls === 'none' && (password || byApp))
    reader.fault(
      `SAMARITAN_SMTP_TLS is none, and a ${byApp ? 'token' : 'password'} would travel in the clear. Remove one of the two.`,
    );
  if (host !== undefined && !HOST.test(host)) reader.fault('SAMARITAN_SMTP_HOST is no name of a host.');
  if (from !== undefined && !MAIL_ADDRESS.test(from))
    reader.fault('SAMARITAN_SMTP_FROM is no plain mail address. Use for example samaritan@msp.example.');
  if (host === undefined || from === undefined) return undefined;
  const proof = app ? { app } : password && { password };
  return { host, port, tls, from, ...(user !== undefined && proof && { signIn: { user, ...proof } }) };
}

/** The app that signs in to Exchange Online by itself. */
function parseApp(reader: SettingsReader, cloud: CloudName): AppOnlyConnection | undefined {
  if (!APP.some((name) => reader.isSet(name))) return undefined;
  reader.demand(APP, 'Signing in to mail with an app');
  const [tenant, applicationId] = [reader.text(APP[0]), reader.text(APP[1])];
  const applicationSecret = reader.secret(APP[2]);
  if (applicationId !== undefined && !isGuid(applicationId))
    return reader.fault(
      `${APP[1]} is no application (client) id. It is a GUID, on the app registration’s Overview page.`,
    );
  if (tenant !== undefined && !isGuid(tenant) && !HOST.test(tenant))
    return reader.fault(`${APP[0]} is neither a tenant id nor a domain.`);
  if (tenant === undefined || applicationId === undefined || !applicationSecret) return undefined;
  return { kind: 'app-only', name: 'mail', cloud, applicationId, applicationSecret, tenant };
}
