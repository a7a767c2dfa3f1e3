import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Witness } from '../../../core/watch/incidents/restore-watch.ts';

/** Keeps a number in a file beside the database, `samaritan.db.turn`, which its backups leave out. Nothing in memory. */
export function createFileWitness(database: string): Witness {
  if (database === ':memory:') return { read: async () => undefined, keep: async () => {} };
  const file = `${database}.turn`;
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    },
    keep: async (turn) => {
      await writeFile(`${file}.new`, String(turn), { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}
