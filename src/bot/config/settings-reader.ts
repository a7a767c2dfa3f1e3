import { Secret } from '../../core/model/text/secret.ts';
import type { SettingName } from './setting-names.ts';
import { withSecretFiles } from './with-secret-files.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const LONGEST_SHOWN = 20;
const PLACEHOLDER =
  /<\s*your\b|^<.*>$|^(?:your|my|the|enter|insert|paste|put)(?:[ _-]+[a-z]+)+$|^your(?:discord|teams|bot|app|client)*(?:token|secret|password)(?:here)?$|^(?:x{6,}|\.{3,}|…|change[ _-]?me|todo|tbd|placeholder)$/i;

/**
 * Reads settings and collects what is wrong with them, so that every fault is reported at once. Each begins with the
 * name of its setting. White space around a value is left out, and an empty value counts as not set.
 */
export class SettingsReader {
  readonly faults: string[] = [];
  /** What is odd and no reason to refuse. */
  readonly warnings: string[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    const { env: whole, faults, warnings } = withSecretFiles(env);
    this.#env = whole;
    this.faults.push(...faults);
    this.warnings.push(...warnings);
  }

  text(name: SettingName): string | undefined {
    return this.#env[name]?.trim() || undefined;
  }

  /** As it was configured, for values whose shape is judged elsewhere. */
  raw(name: SettingName): string | undefined {
    return this.#env[name];
  }

  isSet(name: SettingName): boolean {
    return this.text(name) !== undefined;
  }

  choice<T extends string>(name: SettingName, choices: readonly T[], fallback: T): T {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const choice = choices.find((one) => one === value.toLowerCase());
    // A longer value is no slip of the pen, and may be a secret that was pasted into the wrong place.
    const shown = value.length <= LONGEST_SHOWN ? `is “${value}”, which is` : 'is';
    return choice ?? this.fault(`${name} ${shown} none of: ${choices.join(', ')}.`) ?? fallback;
  }

  wholeNumber(name: SettingName, { min, max }: { min: number; max: number }): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    return this.fault(`${name} is no whole number from ${min} to ${max}.`);
  }

  /** The parts of a comma-separated list that `toEntry` takes, each once. `wanted` says what an entry is. */
  list<T extends string>(name: SettingName, toEntry: (text: string) => T | undefined, wanted: string): T[] {
    const texts = (this.text(name) ?? '').split(',').map((text) => text.trim());
    const filled = texts.filter((text) => text !== '');
    if (filled.length === 0 && this.isSet(name)) this.fault(`${name} lists nothing. Each entry is ${wanted}.`);
    const entries = filled.map((text, index) => {
      const entry = toEntry(text);
      return entry ?? this.fault(`${name}: entry ${index + 1} of ${filled.length} is not ${wanted}.`);
    });
    return [...new Set(entries.filter((entry) => entry !== undefined))];
  }

  /** A value that is never shown. Only what certainly is no secret is a fault. */
  secret(name: SettingName): Secret | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (PLACEHOLDER.test(value)) return this.fault(`${name} is still a placeholder. Put the real value there.`);
    if (/\s/.test(value))
      return this.fault(`${name} has white space or a line break inside. Paste it again as one line.`);
    return new Secret(value);
  }

  /** Faults each setting of a group that isn't set. */
  demand(names: readonly SettingName[], part: string): void {
    const missing = names.filter((one) => !this.isSet(one));
    if (missing.length === 0) return;
    const all = new Intl.ListFormat('en-GB').format(names);
    for (const name of missing)
      this.fault(`${name} is missing. ${part} needs ${all}. Set it, or remove the other settings of ${part}.`);
  }

  fault(text: string): undefined {
    this.faults.push(text);
  }

  warn(text: string): void {
    this.warnings.push(text);
  }
}
