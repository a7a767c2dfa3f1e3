import { parseStartConfig } from '../../../src/bot/config/parse-start-config.ts';
import type { StartConfig } from '../../../src/bot/config/start-config.ts';

export const HOME = '/home/ada';
export const APP_ID = '0a0a0a0a-1b1b-2c2c-3d3d-4e4e4e4e4e4e';
export const TENANT_ID = '5f5f5f5f-1b1b-2c2c-3d3d-4e4e4e4e4e4e';
export const SANDBOX = { SAMARITAN_CLOUD: 'sandbox', SAMARITAN_SANDBOX_URL: 'http://127.0.0.1:4100' };
export const DISCORD = {
  DISCORD_TOKEN: 'hush.hush.hush',
  DISCORD_APPLICATION_ID: '223456789012345678',
  DISCORD_GUILD_IDS: '323456789012345678',
};
export const TEAMS = {
  MICROSOFT_APP_ID: APP_ID,
  MICROSOFT_APP_PASSWORD: 'hush~password',
  MICROSOFT_APP_TENANT_ID: TENANT_ID,
};

type Settings = Record<string, string | undefined>;

export const parse = (env: Settings) => parseStartConfig(env, { home: HOME });

export function startConfigOf(env: Settings): StartConfig {
  const parsed = parse(env);
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  return parsed.config;
}

export function faultsOf(env: Settings): string[] {
  const parsed = parse(env);
  return parsed.ok ? [] : parsed.faults;
}
