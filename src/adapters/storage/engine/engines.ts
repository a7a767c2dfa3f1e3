import type { EngineDatabase } from './engine-database.ts';
import { parseServerAddress, SERVER, type ServerAddress } from './server-address.ts';
import type { StorageError } from './storage-error.ts';

/** What `SAMARITAN_DATABASE` names: one of this machine, which one process has at a time, or one on a server. */
export type DatabaseName = string | ServerAddress;

interface Engine {
  /** A name, or what is wrong with it, in words that follow it. */
  parse(text: string): DatabaseName | { problem: string };
  /** Loads its driver. `name` is what `parse` gave. */
  open: typeof openDatabase;
}

interface NamedEngine extends Engine {
  /** What the names of its databases begin with. */
  names: RegExp;
}

const SQLITE: Engine = {
  parse: parseFile,
  open: async (name, ...rest) => (await import('./open-sqlite.ts')).openSqlite(String(name), ...rest),
};

const POSTGRES: NamedEngine = {
  names: SERVER,
  parse: parseServerAddress,
  open: async (name, ...rest) => (await import('./open-postgres.ts')).openPostgres(name as ServerAddress, ...rest),
};

/** Every engine whose names begin with something; all that are left name files of SQLite. */
const ENGINES: readonly NamedEngine[] = [POSTGRES];

const engineOf = (name: DatabaseName): Engine => ENGINES.find(({ names }) => names.test(String(name))) ?? SQLITE;

/** What a text names, or what is wrong with it, in words that follow its name. */
export function parseDatabaseName(text: string): DatabaseName | { problem: string } {
  return engineOf(text).parse(text);
}

/** Opens a database, and brings its tables up to date. Throws `StorageError`, with nothing left open. */
export async function openDatabase(
  name: DatabaseName,
  busyTimeoutMs: number,
  onDamaged: (error: StorageError) => void,
): Promise<EngineDatabase> {
  return await engineOf(name).open(name, busyTimeoutMs, onDamaged);
}

function parseFile(text: string): string | { problem: string } {
  const [, scheme] = /^([a-z][a-z0-9+]+):\/\//i.exec(text) ?? [];
  if (scheme === undefined) return text;
  const known = 'Name a SQLite file, for example data/samaritan.db, or a PostgreSQL database, postgres://….';
  return { problem: `names a database server (${scheme}), which is not supported. ${known}` };
}
