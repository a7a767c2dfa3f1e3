import { isLoopback } from '../../adapters/http/loopback.ts';
import type { SettingName } from './setting-names.ts';
import type { SettingsReader } from './settings-reader.ts';

/** The address of what stands in for somebody else's service in a test. Nothing outside this machine may ever do so. */
export function parseStandInUrl(
  reader: SettingsReader,
  name: SettingName,
  { sandbox }: { sandbox: boolean },
): string | undefined {
  const value = reader.text(name);
  if (value === undefined) return undefined;
  if (!sandbox)
    return reader.fault(`${name} is for tests only, and SAMARITAN_CLOUD is not sandbox. Remove the address.`);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return reader.fault(`${name} is no http address.`);
  if (!isLoopback(url.hostname))
    return reader.fault(`${name} points to another machine. Only a loopback address such as 127.0.0.1 may stand in.`);
  if (url.username || url.password || url.search || url.hash)
    return reader.fault(`${name} may hold no user name, no password and nothing after the path.`);
  return url.href.replace(/\/+$/, '');
}
