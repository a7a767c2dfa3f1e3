import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';

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
