import { CLOUD_NAMES, type CloudName } from '../../core/connections/connection.ts';
import type { RawCredentials } from '../../core/connections/credentials-shape.ts';
import type { Config, ConfigResult } from './config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_DATABASE = 'data/samaritan.db';
const LONGEST_SHOWN = 20;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Validates the environment. Every fault is reported at once, each naming its setting and the way out. */
export function parseConfig(env: Environment): ConfigResult {
  const faults: string[] = [];
  const cloud = parseChoice(env, 'SAMARITAN_CLOUD', [...CLOUD_NAMES, 'sandbox'] as const, 'global', faults);
  const exchangeMode = parseChoice(env, 'SAM_EXCHANGE_MODE', ['sam', 'legacy'] as const, 'sam', faults);
  const includeOwnTenant =
    parseChoice(env, 'SAM_INCLUDE_OWN_TENANT', ['true', 'false'] as const, 'false', faults) === 'true';
  const sandboxUrl = parseSandboxUrl(env, cloud, faults);
  const database = parseDatabase(env, faults);
  const credentials: RawCredentials = {
    applicationId: env.SAM_APPLICATION_ID,
    applicationSecret: env.SAM_APPLICATION_SECRET,
    refreshToken: env.SAM_REFRESH_TOKEN,
    tenant: env.SAM_TENANT_ID,
    exchangeRefreshToken: env.SAM_EXCHANGE_REFRESH_TOKEN,
    exchangeMode,
  };
  if (faults.length > 0) return { ok: false, faults, credentials };
  const config: Config = {
    cloud: cloud === 'sandbox' ? 'global' : (cloud satisfies CloudName),
    database,
    includeOwnTenant,
    credentials,
    ...(sandboxUrl === undefined ? {} : { sandboxUrl }),
  };
  return { ok: true, config };
}

function parseChoice<T extends string>(
  env: Environment,
  name: string,
  choices: readonly T[],
  fallback: T,
  faults: string[],
): T {
  const value = env[name]?.trim();
  if (!value) return fallback;
  const choice = choices.find((one) => one === value.toLowerCase());
  // A longer value is no slip of the pen, and may be a secret that was pasted into the wrong place.
  const shown = value.length <= LONGEST_SHOWN ? `is “${value}”, which is` : 'is';
  if (choice === undefined) faults.push(`${name} ${shown} none of: ${choices.join(', ')}.`);
  return choice ?? fallback;
}

function parseSandboxUrl(env: Environment, cloud: string, faults: string[]): string | undefined {
  const value = env.SAMARITAN_SANDBOX_URL?.trim();
  if (cloud !== 'sandbox') {
    if (value)
      faults.push(
        'SAMARITAN_SANDBOX_URL is set, but SAMARITAN_CLOUD is not sandbox. Set SAMARITAN_CLOUD=sandbox or remove the address.',
      );
    return undefined;
  }
  if (!value) {
    faults.push(
      'SAMARITAN_SANDBOX_URL is missing. With SAMARITAN_CLOUD=sandbox it names the sandbox, for example http://127.0.0.1:4100.',
    );
    return undefined;
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    faults.push('SAMARITAN_SANDBOX_URL is no http address. Use for example http://127.0.0.1:4100.');
    return undefined;
  }
  if (!LOOPBACK.test(url.hostname)) {
    faults.push(
      `SAMARITAN_SANDBOX_URL points to ${url.hostname.slice(0, 100)}, which is not this machine. Only a loopback address such as http://127.0.0.1:4100 may stand in for Microsoft.`,
    );
    return undefined;
  }
  if (url.pathname !== '/' || url.search || url.username || url.password) {
    faults.push(`SAMARITAN_SANDBOX_URL may only be an origin. Use ${url.protocol}//${url.host}.`);
    return undefined;
  }
  return url.origin;
}

function parseDatabase(env: Environment, faults: string[]): string {
  const value = env.SAMARITAN_DATABASE?.trim();
  if (!value) return DEFAULT_DATABASE;
  if (/^[a-z][a-z0-9+]+:\/\//i.test(value)) {
    faults.push(
      `SAMARITAN_DATABASE names a database server (${value.split(':')[0]}), which this version does not support. Name a SQLite file, for example ${DEFAULT_DATABASE}.`,
    );
  }
  return value;
}
