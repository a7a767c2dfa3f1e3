import { isLoopback } from '../../adapters/http/loopback.ts';
import { Secret } from '../../core/model/text/secret.ts';
import type { SettingsReader } from './settings-reader.ts';

const NAME = 'SAMARITAN_HEARTBEAT_URL';

/** Monitors put their key into the address, so it may not travel in the clear. */
export function parseHeartbeat(reader: SettingsReader): Secret | undefined {
  const value = reader.text(NAME);
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !safe) return reader.fault(`${NAME} is no https address. Plain http is allowed to this machine only.`);
  if (url.username || url.password) return reader.fault(`${NAME} may hold no user name and no password.`);
  return new Secret(url.href);
}
