import type { KeyObject } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Secret } from '../../core/model/text/secret.ts';
import { systemCodeOf } from '../../core/model/text/system-code.ts';
import { makeKeyFile } from './make-key-file.ts';
import { parseKey } from './parse-key.ts';
import { SecretsError } from './secrets-error.ts';

export type MasterKeySource = { kind: 'value'; key: Secret } | { kind: 'file'; path: string };

export interface MasterKeyOptions {
  source: MasterKeySource;
  /** Whether anything is stored under a key: no new one is made then. */
  secretsStored: boolean;
}

const LARGEST_FILE = 1024;

/**
 * The master key. A file that isn't there is made (mode 600) while nothing is stored under a key; of several processes
 * that do so at once, one makes it and all get the same key. Throws a `SecretsError`.
 */
export async function openMasterKey({ source, secretsStored }: MasterKeyOptions): Promise<KeyObject> {
  if (source.kind === 'value') return toKey(source.key.reveal(), 'SAMARITAN_MASTER_KEY');
  const file = resolve(source.path);
  const found = await readKeyFile(file);
  if (found !== undefined) return found;
  if (secretsStored) throw missing(file);
  await makeKeyFile(file);
  const made = await readKeyFile(file);
  if (made !== undefined) return made;
  throw new SecretsError(
    'key-not-made',
    `The master key file ${file} is a link to a file that is not there. Remove the link, or name another file in SAMARITAN_MASTER_KEY_FILE.`,
  );
}

function missing(file: string): SecretsError {
  return new SecretsError(
    'key-missing',
    `The master key file ${file} is missing, and the database holds secrets encrypted under it. Put the file back from its copy, or name its place in SAMARITAN_MASTER_KEY_FILE. If the key is lost, name a new file in SAMARITAN_DATABASE to begin again.`,
  );
}

/** Undefined where there is no file. */
async function readKeyFile(file: string): Promise<KeyObject | undefined> {
  try {
    // Without O_NONBLOCK a named pipe would be waited for.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return toKey(await readSmallFile(handle, file), `The master key file ${file}`);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof SecretsError) throw error;
    const code = systemCodeOf(error);
    if (code === 'ENOENT') return undefined;
    throw new SecretsError(
      'key-unreadable',
      `The master key file ${file} cannot be read${code ? ` (${code})` : ''}. Let Samaritan’s user read it, or name another file in SAMARITAN_MASTER_KEY_FILE.`,
      { cause: error },
    );
  }
}

async function readSmallFile(handle: FileHandle, file: string): Promise<string> {
  const stats = await handle.stat();
  if (!stats.isFile()) {
    throw new SecretsError(
      'key-unreadable',
      `${file} is not a file, so it is no master key file. Name a file in SAMARITAN_MASTER_KEY_FILE.`,
    );
  }
  // Windows has no such modes, and Node makes them up there.
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    const mode = (stats.mode & 0o777).toString(8);
    throw new SecretsError(
      'key-exposed',
      `The master key file ${file} is open to other users (mode ${mode}). Run: chmod 600 ${file}`,
    );
  }
  return stats.size > LARGEST_FILE ? '' : await handle.readFile('utf8');
}

function toKey(text: string, what: string): KeyObject {
  const key = parseKey(text);
  if (key !== undefined) return key;
  throw new SecretsError(
    'key-malformed',
    `${what} holds no key. It must be 32 bytes in base64 or hex, as it was made; put it back from its copy.`,
  );
}
