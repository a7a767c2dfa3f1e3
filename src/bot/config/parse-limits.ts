import type { SettingsReader } from './settings-reader.ts';
import type { Limits } from './start-config.ts';

export function parseLimits(reader: SettingsReader): Limits {
  return {
    commandsPerMinute: reader.wholeNumber('SAMARITAN_COMMANDS_PER_MINUTE', { min: 1, max: 1_000 }) ?? 20,
    sweepsPerGuild: reader.wholeNumber('SAMARITAN_SWEEPS_PER_GUILD', { min: 1, max: 100 }) ?? 3,
    historyDays: reader.wholeNumber('SAMARITAN_HISTORY_DAYS', { min: 1, max: 3_650 }) ?? 400,
    reportDays: reader.wholeNumber('SAMARITAN_REPORT_DAYS', { min: 1, max: 365 }) ?? 14,
  };
}
