import { isLoopbackUrl } from '../../http/loopback.ts';
import { TeamsError } from './teams-error.ts';

/**
 * Hosts of Microsoft that may see the bot's token, each matched whole. Teams' service URLs of the global cloud and of GCC
 * (learn.microsoft.com: TeamsProactiveServiceEndpoints, Agents SDK, 2026; microsoft/BotFramework-Services#342).
 * `trafficmanager.net` itself is no criterion: any Azure customer may register a name below it.
 */
const CONNECTOR_HOSTS: ReadonlySet<string> = new Set(['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com']);

/** Microsoft's own zone of the Bot Connector, which its FAQ names for firewalls as `*.botframework.com`. */
const CONNECTOR_ZONE = '.botframework.com';

/**
 * OneDrive for work and school, where Teams keeps the files of personal chats, lies at `{tenant}-my` below this zone
 * (learn.microsoft.com: Send and receive files; Microsoft 365 URLs and IP address ranges, 2026). Other clouds have
 * zones of their own, and Teams' bots no files there.
 */
const FILE_ZONE = '.sharepoint.com';

/**
 * Whether the bot's token may go to this address. Outside the sandbox: https on the default port of one of Microsoft's
 * connector hosts. In the sandbox: loopback and nothing else.
 */
export function isConnectorUrl(url: string, mode: { sandbox: boolean }): boolean {
  return isUrlAt(url, mode, (host) => CONNECTOR_HOSTS.has(host) || host.endsWith(CONNECTOR_ZONE));
}

/**
 * Whether a file of a personal chat may be read from this address, or written to it: https on the default port of
 * OneDrive for work and school. In the sandbox: loopback and nothing else.
 */
export function isFileUrl(url: string, mode: { sandbox: boolean }): boolean {
  return isUrlAt(url, mode, (host) => host.endsWith(FILE_ZONE));
}

function isUrlAt(url: string, { sandbox }: { sandbox: boolean }, isOurs: (host: string) => boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (sandbox) return isLoopbackUrl(url);
  return protocol === 'https:' && port === '' && isOurs(hostname);
}

/** Throws `TeamsError` `foreign-host` for an address that may not see the bot's token. */
export function assertConnectorUrl(url: string, mode: { sandbox: boolean }): void {
  if (!isConnectorUrl(url, mode)) throw new TeamsError('foreign-host', { host: hostOf(url) });
}

/** Throws `TeamsError` `foreign-host` for an address that no file of a personal chat lies at. */
export function assertFileUrl(url: string, mode: { sandbox: boolean }): void {
  if (!isFileUrl(url, mode)) throw new TeamsError('foreign-host', { host: hostOf(url) });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'no address';
}
