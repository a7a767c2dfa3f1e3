import { isLoopback } from '../../adapters/http/loopback.ts';
import { countSlips } from '../../core/model/text/nearest-word.ts';
import { Secret } from '../../core/model/text/secret.ts';
import { listUnconfigured } from './list-unconfigured.ts';
import { parseCommon } from './parse-common.ts';
import { parseDiscord } from './parse-discord.ts';
import { parseServer } from './parse-server.ts';
import { parseTeams } from './parse-teams.ts';
import { SETTING_NAMES } from './setting-names.ts';
import { type Environment, SettingsReader } from './settings-reader.ts';
import { type Limits, LOG_LEVELS, type StartConfig, type StartConfigResult } from './start-config.ts';

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

const NAME = 'SAMARITAN_HEARTBEAT_URL';

/** Monitors put their key into the address, so it may not travel in the clear. */
function parseHeartbeat(reader: SettingsReader): Secret | undefined {
  const value = reader.text(NAME);
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !safe) return reader.fault(`${NAME} is no https address. Plain http is allowed to this machine only.`);
  if (url.username || url.password) return reader.fault(`${NAME} may hold no user name and no password.`);
  return new Secret(url.href);
}

function parseLimits(reader: SettingsReader): Limits {
  return {
    commandsPerMinute: reader.wholeNumber('SAMARITAN_COMMANDS_PER_MINUTE', { min: 1, max: 1_000 }) ?? 20,
    sweepsPerGuild: reader.wholeNumber('SAMARITAN_SWEEPS_PER_GUILD', { min: 1, max: 100 }) ?? 3,
    historyDays: reader.wholeNumber('SAMARITAN_HISTORY_DAYS', { min: 1, max: 3_650 }) ?? 400,
    reportDays: reader.wholeNumber('SAMARITAN_REPORT_DAYS', { min: 1, max: 365 }) ?? 14,
  };
}

const OURS = /^(?:SAMARITAN|SAM|DISCORD|TEAMS|MICROSOFT_APP)_/i;
const MOST_SLIPS = 2;
const KNOWN: ReadonlySet<string> = new Set(SETTING_NAMES);

/** A sentence for every variable that is set, is not ours, and is at most two slips of the pen from one that is. */
function findMisspellings(env: Environment): string[] {
  const unknown = Object.keys(env).filter((name) => OURS.test(name) && !KNOWN.has(name) && env[name]?.trim());
  return unknown.flatMap((name) => {
    const meant = SETTING_NAMES.map((one) => ({ one, slips: countSlips(name.toUpperCase(), one) }))
      .filter(({ slips }) => slips <= MOST_SLIPS)
      .sort((a, b) => a.slips - b.slips)[0];
    return meant ? [`${name} is no setting of Samaritan and was not read. Is ${meant.one} meant?`] : [];
  });
}
