import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { isAbsolute } from 'node:path';
import { systemCodeOf } from '../../core/model/text/system-code.ts';
import { SECRET_SETTINGS } from './setting-names.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface WithSecretFiles {
  env: Environment;
  faults: string[];
  warnings: string[];
}

const LARGEST_BYTES = 64 * 1024;

/**
 * The environment, with each secret whose variable ending in _FILE names a file read from there, as containers and
 * systemd hand secrets in. Files that other users can read are warned of and not refused: Docker makes them so.
 */
export function withSecretFiles(given: Environment): WithSecretFiles {
  const read: Record<string, string> = {};
  const faults: string[] = [];
  const warnings: string[] = [];
  for (const name of SECRET_SETTINGS) {
    const file = given[`${name}_FILE`]?.trim();
    if (!file) continue;
    if (given[name]?.trim()) {
      faults.push(`${name} and ${name}_FILE are both set. Remove one of them.`);
      continue;
    }
    const found = readSmallFile(file);
    if ('problem' in found) {
      // What is no whole path may be the secret itself, in the wrong place.
      const shown = isAbsolute(file) ? file : 'a file';
      faults.push(`${name}_FILE names ${shown}, which ${found.problem}. Name a file that holds the secret alone.`);
      continue;
    }
    // Editors and `echo` end a file with a line break.
    read[name] = found.text.replace(/\r?\n$/, '');
    if (found.exposed) warnings.push(`${name}_FILE: other users can read ${file}. Run: chmod 600 ${file}`);
  }
  const env = Object.keys(read).length > 0 ? { ...given, ...read } : given;
  return { env, faults, warnings };
}

/** The text of a small file; what stands in the way is the rest of a sentence that names it. */
export function readSmallFile(file: string): { text: string; exposed: boolean } | { problem: string } {
  let handle: number | undefined;
  try {
    // Without O_NONBLOCK a named pipe would be waited for.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(handle);
    if (!stats.isFile()) return { problem: 'is no file' };
    if (stats.size > LARGEST_BYTES) return { problem: 'is too large for a secret' };
    const text = readFileSync(handle, 'utf8');
    return text.trim() === '' ? { problem: 'is empty' } : { text, exposed: isExposed(stats) };
  } catch (error) {
    return { problem: `cannot be read (${systemCodeOf(error) ?? 'unknown error'})` };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Whether users other than the owner and its group can read a file. Windows has no such modes, and Node makes them up there. */
export function isExposed({ mode }: Pick<Stats, 'mode'>): boolean {
  return process.platform !== 'win32' && (mode & 0o007) !== 0;
}
