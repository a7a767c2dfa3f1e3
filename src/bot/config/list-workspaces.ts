import { homedir } from 'node:os';
import { parseCommon } from './parse-common.ts';
import { parseDiscord } from './parse-discord.ts';
import { parseServer } from './parse-server.ts';
import { parseTeams } from './parse-teams.ts';
import { type Environment, SettingsReader } from './settings-reader.ts';

/** Where `start` would answer, in the form of `workspaceKey`; `teams:any` where it takes every tenant. */
export function listWorkspaces(env: Environment): string[] {
  const reader = new SettingsReader(env);
  const { config, sandbox } = parseCommon(reader, { home: homedir() });
  const { host } = parseServer(reader, { sandbox });
  const teams = parseTeams(reader, { cloud: config.cloud, sandbox, host });
  const tenants = teams?.allowedTenants ?? [];
  return [
    ...(parseDiscord(reader, { sandbox })?.guildIds ?? []).map((id) => `discord:${id}`),
    ...(tenants === 'any' ? ['any'] : tenants).map((id) => `teams:${id}`),
  ];
}
