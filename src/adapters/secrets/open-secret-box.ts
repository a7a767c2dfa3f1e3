import { resolve } from 'node:path';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { createSecretBox } from './create-secret-box.ts';
import { type MasterKeyOptions, type MasterKeySource, openMasterKey } from './open-master-key.ts';
import { SecretsError } from './secrets-error.ts';

export interface SecretBoxOptions extends MasterKeyOptions {
  /** The `keyCheck` that is stored. Counts only while `secretsStored`. */
  storedKeyCheck: string | undefined;
}

/**
 * The box under the configured master key, once that is known to be the one that secrets are stored under. While nothing
 * is stored, the caller stores `keyCheck()` together with the first sealed text. Throws a `SecretsError`.
 */
export async function openSecretBox({ source, secretsStored, storedKeyCheck }: SecretBoxOptions): Promise<SecretBox> {
  const box = createSecretBox(await openMasterKey({ source, secretsStored }));
  if (secretsStored && !box.matches(storedKeyCheck ?? '')) {
    throw new SecretsError(
      'wrong-key',
      `The master key in ${nameOf(source)} is not the one that the database’s secrets are encrypted under. Put that one back from its copy. If it is lost, name a new file in SAMARITAN_DATABASE to begin again.`,
    );
  }
  return box;
}

function nameOf(source: MasterKeySource): string {
  return source.kind === 'value' ? 'SAMARITAN_MASTER_KEY' : resolve(source.path);
}
