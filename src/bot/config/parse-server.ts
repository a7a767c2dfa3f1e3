import { isIP } from 'node:net';
import type { SettingName } from './setting-names.ts';
import type { SettingsReader } from './settings-reader.ts';
import type { ServerConfig } from './start-config.ts';

const DEFAULT_HOST = '127.0.0.1';
/** The port that Microsoft's own samples and tools expect of a bot. */
const DEFAULT_PORT = 3978;
const HOST_NAME = /^(?=.{1,253}$)(?=.*[a-z])[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

export function parseServer(reader: SettingsReader, { sandbox }: { sandbox: boolean }): ServerConfig {
  const port = parsePort(reader, 'SAMARITAN_PORT', sandbox) ?? DEFAULT_PORT;
  const metricsPort = parsePort(reader, 'SAMARITAN_METRICS_PORT', sandbox);
  if (port !== 0 && metricsPort === port)
    reader.fault(
      `SAMARITAN_METRICS_PORT is ${port}, which is the HTTP server’s. Metrics need a port of their own, since that one may be public.`,
    );
  const publicUrl = parsePublicUrl(reader);
  return {
    host: parseHost(reader),
    port,
    api: reader.choice('SAMARITAN_API', ['on', 'off'], 'off') === 'on',
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
}

function parsePublicUrl(reader: SettingsReader): string | undefined {
  const value = reader.text('SAMARITAN_PUBLIC_URL');
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  if (url?.protocol === 'https:' && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password)
    return url.origin;
  return reader.fault(
    'SAMARITAN_PUBLIC_URL is no https address without a path. Use for example https://samaritan.example.',
  );
}

function parseHost(reader: SettingsReader): string {
  const value = reader.text('SAMARITAN_HOST') ?? DEFAULT_HOST;
  const host = value.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || HOST_NAME.test(host)) return host.toLowerCase();
  reader.fault('SAMARITAN_HOST is no address or name of this machine. Use for example 127.0.0.1, without a port.');
  return DEFAULT_HOST;
}

function parsePort(reader: SettingsReader, name: SettingName, sandbox: boolean): number | undefined {
  return reader.wholeNumber(name, { min: sandbox ? 0 : 1, max: 65_535 });
}
