import { TeamsError } from './teams-error.ts';

/**
 * Hosts of Microsoft that may see the bot's token, each matched whole. Teams' service URLs of the global cloud and of GCC
 * (learn.microsoft.com: TeamsProactiveServiceEndpoints, Agents SDK, 2026; microsoft/BotFramework-Services#342).
 * `trafficmanager.net` itself is no criterion: any Azure customer may register a name below it.
 */
const CONNECTOR_HOSTS: ReadonlySet<string> = new Set(['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com']);

/** Microsoft's own zone of the Bot Connector, which its FAQ names for firewalls as `*.botframework.com`. */
const CONNECTOR_ZONE = '.botframework.com';

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** An http(s) address whose host is this very machine. */
export function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === 'http:' || protocol === 'https:') && LOOPBACK_HOSTS.has(hostname);
}

/**
 * Whether the bot's token may go to this address. Outside the sandbox: https on the default port of one of Microsoft's
 * connector hosts. In the sandbox: loopback and nothing else.
 */
export function isConnectorUrl(url: string, { sandbox }: { sandbox: boolean }): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (sandbox) return isLoopbackUrl(url);
  if (protocol !== 'https:' || port !== '') return false;
  return CONNECTOR_HOSTS.has(hostname) || hostname.endsWith(CONNECTOR_ZONE);
}

/** Throws `TeamsError` `foreign-host` for an address that may not see the bot's token. */
export function assertConnectorUrl(url: string, mode: { sandbox: boolean }): void {
  if (!isConnectorUrl(url, mode)) throw new TeamsError('foreign-host', { host: hostOf(url) });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'no address';
}
