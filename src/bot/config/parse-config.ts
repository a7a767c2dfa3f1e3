import { homedir } from 'node:os';
import type { ConfigResult } from './config.ts';
import { parseCommon } from './parse-common.ts';
import { type Environment, SettingsReader } from './settings-reader.ts';

/**
 * Validates what a command of the terminal needs; the settings of `samaritan start` alone are not looked at. Every
 * fault is reported at once, each naming its setting and the way out.
 */
export function parseConfig(env: Environment, { home = homedir() }: { home?: string } = {}): ConfigResult {
  const reader = new SettingsReader(env);
  const { config } = parseCommon(reader, { home });
  const { faults, warnings } = reader;
  return faults.length > 0 ? { ok: false, faults, credentials: config.credentials } : { ok: true, config, warnings };
}
