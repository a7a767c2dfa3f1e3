import { findMisspellings } from './find-misspellings.ts';
import { listUnconfigured } from './list-unconfigured.ts';
import { parseCommon } from './parse-common.ts';
import { parseDiscord } from './parse-discord.ts';
import { parseHeartbeat } from './parse-heartbeat.ts';
import { parseLimits } from './parse-limits.ts';
import { parseServer } from './parse-server.ts';
import { parseTeams } from './parse-teams.ts';
import { type Environment, SettingsReader } from './settings-reader.ts';
import { LOG_LEVELS, type StartConfig, type StartConfigResult } from './start-config.ts';

/**
 * Validates everything that `samaritan start` needs, on top of what `parseConfig` does. Every fault is reported at once.
 * No fault and no warning shows the value of a secret. `home` is the user's home folder.
 */
export function parseStartConfig(env: Environment, { home }: { home: string }): StartConfigResult {
  const reader = new SettingsReader(env);
  const { config: common, sandbox } = parseCommon(reader, { home });
  const server = parseServer(reader, { sandbox });
  const discord = parseDiscord(reader, { sandbox });
  const teams = parseTeams(reader, { cloud: common.cloud, sandbox, host: server.host });
  const heartbeatUrl = parseHeartbeat(reader);
  const config: StartConfig = {
    ...common,
    server,
    limits: parseLimits(reader),
    logLevel: reader.choice('SAMARITAN_LOG_LEVEL', LOG_LEVELS, 'info'),
    notConfigured: listUnconfigured(reader),
    ...(discord && { discord }),
    ...(teams && { teams }),
    ...(heartbeatUrl && { heartbeatUrl }),
  };
  const { faults } = reader;
  const warnings = [...reader.warnings, ...findMisspellings(env)];
  if (faults.length > 0) return { ok: false, faults, warnings, credentials: common.credentials };
  return { ok: true, config, warnings };
}
