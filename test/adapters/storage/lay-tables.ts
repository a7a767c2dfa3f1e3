import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../../src/adapters/storage/engine/open-sqlite.ts';

let laid: Promise<Uint8Array> | undefined;

/** A file as the first start leaves it, made once a worker: most tests ask nothing about how tables are made. */
export async function layTables(file: string): Promise<void> {
  if (existsSync(file)) return;
  laid ??= readTables();
  writeFileSync(file, await laid, { mode: 0o600 });
}

async function readTables(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-tables-'));
  try {
    const file = join(folder, 'samaritan.db');
    const { sqlite } = await openSqlite(file, 5000, () => {});
    sqlite.close();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
