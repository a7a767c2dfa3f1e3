import { randomBytes } from 'node:crypto';
import { link, mkdir, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCodeOf } from '../../core/model/text/system-code.ts';
import { KEY_BYTES } from './parse-key.ts';
import { SecretsError } from './secrets-error.ts';

/**
 * Makes a key file of its own, mode 600, in a folder of mode 700 where there was none. A file that is there stays as it
 * is. The key is on the disk when this returns: what is encrypted later must not outlive it.
 */
export async function makeKeyFile(file: string): Promise<void> {
  try {
    const folder = dirname(file);
    await makeFolder(folder);
    await writeExclusively(file);
    await syncFolder(folder);
  } catch (error) {
    const code = systemCodeOf(error);
    throw new SecretsError(
      'key-not-made',
      `The master key file ${file} cannot be made${code ? ` (${code})` : ''}. Name a file in SAMARITAN_MASTER_KEY_FILE whose folder Samaritan may write, or set SAMARITAN_MASTER_KEY.`,
      { cause: error },
    );
  }
}

/** The file appears whole or not at all, so that nobody reads half a key: written beside it first, then linked. */
async function writeExclusively(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
    // Unlike a rename this never replaces: the one who comes second fails.
    await link(draft, file);
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await unlink(draft);
  }
}

async function makeFolder(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
  }
  await syncFolder(parent);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') throw error;
    return false;
  }
}

/** Without this a new name may be lost in a power cut though the file's content was written. */
async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
