import type { KeyObject } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemCodeOf } from '../../core/model/text/system-code.ts';
import { makeKeyFile } from './make-key-file.ts';
import { openMasterKey } from './open-master-key.ts';
import { SecretsError } from './secrets-error.ts';

/** Where the next key lies until everything is sealed under it. */
const nextOf = (file: string): string => `${resolve(file)}.next`;

/** A new key beside the one in use, on the disk when this returns; the one of an attempt that was cut off, where there is one. */
export async function makeNextKey(file: string): Promise<KeyObject> {
  const path = nextOf(file);
  await makeKeyFile(path);
  return await openMasterKey({ source: { kind: 'file', path }, secretsStored: true });
}

export async function readNextKey(file: string): Promise<KeyObject | undefined> {
  try {
    return await openMasterKey({ source: { kind: 'file', path: nextOf(file) }, secretsStored: true });
  } catch (error) {
    if (error instanceof SecretsError && error.code === 'key-missing') return undefined;
    throw error;
  }
}

/** The next key takes the place of the one before, which is gone then. */
export async function takeNextKey(file: string): Promise<void> {
  try {
    await rename(nextOf(file), resolve(file));
  } catch (error) {
    throw new SecretsError(
      'key-not-made',
      `The new master key ${nextOf(file)} cannot take the place of ${resolve(file)} (${systemCodeOf(error) ?? 'unknown error'}). Everything is sealed under the new one: move it there by hand.`,
      { cause: error },
    );
  }
}
