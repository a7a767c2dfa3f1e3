import { access, constants, mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import { StorageError } from './storage-error.ts';

/**
 * Makes the folder (mode 700) and an empty file (mode 600) where there is none: what Samaritan knows about its
 * customers is for its own user alone. SQLite gives its -wal and -shm files the same mode. Existing modes stay.
 */
export async function prepareDatabaseFile(file: string): Promise<void> {
  await makeFolder(dirname(resolve(file)));
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    await refuseReadOnly(file);
  }
}

/** `mkdir -p`, one folder at a time: Node's own never ends where the system says ENOENT for a folder that exists (/proc). */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder || (await exists(parent))) throw error;
    await makeFolder(parent);
    await mkdir(folder, { mode: 0o700 }).catch((again: unknown) => {
      if (systemCodeOf(again) !== 'EEXIST') throw again;
    });
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** SQLite opens a file it may only read without a word, and the first run would then be lost. */
async function refuseReadOnly(file: string): Promise<void> {
  await access(file, constants.R_OK);
  try {
    await access(file, constants.W_OK);
  } catch (cause) {
    throw new StorageError('read-only', file, { detail: systemCodeOf(cause), cause });
  }
}
