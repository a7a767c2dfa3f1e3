import type { EngineDatabase } from './engine-database.ts';
import { openSqlite } from './open-sqlite.ts';
import { ServerAddress } from './server-address.ts';
import type { StorageError } from './storage-error.ts';

/** Opens a file, or a database on a server, and brings its tables up to date. Throws `StorageError`, with nothing left open. */
export async function openDatabase(
  name: string | ServerAddress,
  busyTimeoutMs: number,
  onDamaged: (error: StorageError) => void,
): Promise<EngineDatabase> {
  if (!(name instanceof ServerAddress)) return await openSqlite(name, busyTimeoutMs, onDamaged);
  // The driver of one engine is enough for a run.
  const { openPostgres } = await import('./open-postgres.ts');
  return await openPostgres(name, busyTimeoutMs, onDamaged);
}
