import { createSecretBox } from '../../adapters/secrets/create-secret-box.ts';
import type { MasterKeySource } from '../../adapters/secrets/open-master-key.ts';
import { openSecretBox } from '../../adapters/secrets/open-secret-box.ts';
import { readNextKey, takeNextKey } from '../../adapters/secrets/rotate-key-file.ts';
import { SecretsError } from '../../adapters/secrets/secrets-error.ts';
import type { SecretBox, SecretStore } from '../../core/credentials/secret-store.ts';

/**
 * The box for stored secrets. The key that is used first is remembered, so that another one is refused from then on
 * instead of leaving secrets behind that nobody can open. A change of the key that was cut off at its end is finished.
 */
export async function openBox(source: MasterKeySource, secrets: SecretStore): Promise<SecretBox> {
  const [secretsStored, storedKeyCheck] = [await secrets.any(), await secrets.keyCheck()];
  try {
    const box = await openSecretBox({ source, secretsStored, storedKeyCheck });
    if (!secretsStored && !(storedKeyCheck !== undefined && box.matches(storedKeyCheck))) {
      await secrets.keepKeyCheck(box.keyCheck());
    }
    return box;
  } catch (error) {
    const isWrong = error instanceof SecretsError && error.code === 'wrong-key';
    if (!isWrong || source.kind !== 'file') throw error;
    const next = await readNextKey(source.path);
    const box = next && createSecretBox(next);
    if (!box?.matches(storedKeyCheck ?? '')) throw error;
    await takeNextKey(source.path);
    return box;
  }
}
