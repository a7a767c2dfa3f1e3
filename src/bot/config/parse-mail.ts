import type { MailServer } from '../../adapters/mail/mail-server.ts';
import type { SettingsReader } from './settings-reader.ts';

const NAMES = ['SAMARITAN_SMTP_HOST', 'SAMARITAN_SMTP_FROM'] as const;
const OTHERS = ['SAMARITAN_SMTP_PORT', 'SAMARITAN_SMTP_USER', 'SAMARITAN_SMTP_PASSWORD', 'SAMARITAN_SMTP_TLS'] as const;
const HOST = /^[a-z0-9](?:[a-z0-9.:-]{0,251}[a-z0-9])?$/i;

/** One plain address: nothing that a header could be made from. */
export const MAIL_ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,189}[a-z0-9])?$/i;

/** Undefined where no mail server is set, and where something is at fault. */
export function parseMail(reader: SettingsReader): MailServer | undefined {
  if (![...NAMES, ...OTHERS].some((name) => reader.isSet(name))) return undefined;
  reader.demand(NAMES, 'Mail');
  const host = reader.text('SAMARITAN_SMTP_HOST');
  const from = reader.text('SAMARITAN_SMTP_FROM');
  const port = reader.wholeNumber('SAMARITAN_SMTP_PORT', { min: 1, max: 65_535 }) ?? 587;
  const tls = reader.choice('SAMARITAN_SMTP_TLS', ['start', 'whole', 'none'], port === 465 ? 'whole' : 'start');
  const user = reader.text('SAMARITAN_SMTP_USER');
  const password = reader.secret('SAMARITAN_SMTP_PASSWORD');
  if ((user === undefined) !== (password === undefined))
    reader.fault('SAMARITAN_SMTP_USER and SAMARITAN_SMTP_PASSWORD go together. Set both, or neither.');
  if (tls === 'none' && password)
    reader.fault('SAMARITAN_SMTP_TLS is none, and a password would travel in the clear. Remove one of the two.');
  if (host !== undefined && !HOST.test(host)) reader.fault('SAMARITAN_SMTP_HOST is no name of a host.');
  if (from !== undefined && !MAIL_ADDRESS.test(from))
    reader.fault('SAMARITAN_SMTP_FROM is no plain mail address. Use for example samaritan@msp.example.');
  if (host === undefined || from === undefined) return undefined;
  return { host, port, tls, from, ...(user !== undefined && password && { signIn: { user, password } }) };
}
