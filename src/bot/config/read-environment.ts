import { readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { SERVER } from '../../adapters/storage/engine/server-address.ts';
import type { ProcessIo } from '../process-io.ts';
import { SECRET_SETTINGS } from './setting-names.ts';
import { isExposed } from './with-secret-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with what the file `.env` of the working folder adds. The environment wins; a missing file is fine. */
export function readEnvironment(env: Environment, file = '.env'): Environment {
  try {
    const fromFile = parse(readFileSync(file));
    const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
    return { ...fromFile, ...set };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return env;
    throw error;
  }
}

/** What to do about a file `.env` that holds a secret which other users can read; nothing where there is no such file. */
export function findExposedFile(file = '.env'): string[] {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile() || !isExposed(stats)) return [];
  const held = parse(readFileSync(file));
  const isSecret = (name: string, value: string): boolean => name !== 'SAMARITAN_DATABASE' || SERVER.test(value);
  const secrets = ['SAMARITAN_MASTER_KEY', ...SECRET_SETTINGS].filter(
    (name) => held[name] && isSecret(name, held[name]),
  );
  return secrets.length === 0
    ? []
    : [`Other users can read ${file}, which holds ${secrets[0]}. Run: chmod 600 ${file}`];
}

/** Says what the settings are warned of, and which file with a secret others can read, before a command uses them. */
export function warnOfExposed(warnings: readonly string[], io: Pick<ProcessIo, 'stderr'>): void {
  for (const warning of [...warnings, ...findExposedFile()]) io.stderr.write(`${warning}\n`);
}
