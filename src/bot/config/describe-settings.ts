import type { SettingFact } from '../../core/diagnosis/support/support-facts.ts';
import { SETTING_NAMES, type SettingName } from './setting-names.ts';
import type { Environment } from './settings-reader.ts';

/** Those whose value is a choice or a number. All others are only said to be set: a name, an address or a secret. */
const SHOWN: ReadonlySet<SettingName> = new Set([
  'SAM_INCLUDE_OWN_TENANT',
  'SAM_EXCHANGE_MODE',
  'SAMARITAN_CLOUD',
  'SAMARITAN_PORT',
  'SAMARITAN_METRICS_PORT',
  'SAMARITAN_COMMANDS_PER_MINUTE',
  'SAMARITAN_SWEEPS_PER_GUILD',
  'SAMARITAN_HISTORY_DAYS',
  'SAMARITAN_REPORT_DAYS',
  'SAMARITAN_LOG_LEVEL',
]);
/** Longer is no choice and no number, but something pasted into the wrong line. */
const LONGEST = 12;

export function describeSettings(env: Environment): SettingFact[] {
  return SETTING_NAMES.flatMap((name): SettingFact[] => {
    const value = env[name];
    if (value === undefined || value === '') return [];
    return [{ name, value: SHOWN.has(name) && value.length <= LONGEST ? value : 'set' }];
  });
}
