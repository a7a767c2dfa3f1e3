import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Witness } from '../../../core/watch/incidents/restore-watch.ts';

/** Of a database that is gone with its process. */
export const NO_WITNESS: Witness = { read: async () => undefined, keep: async () => {} };

/** Keeps a number in a file that backups of the database leave out: beside it, or on the machine that runs `start`. */
export function createFileWitness(file: string): Witness {
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    },
    keep: async (turn) => {
      const write = (): Promise<void> => writeFile(`${file}.new`, String(turn), { mode: 0o600 });
      // It is kept with every row of the audit log: the folder is made only where there is none.
      await write().catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await write();
      });
      await rename(`${file}.new`, file);
    },
  };
}
