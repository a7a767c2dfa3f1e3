import type { MasterKeySource } from '../../adapters/secrets/open-master-key.ts';
import { openSecretBox } from '../../adapters/secrets/open-secret-box.ts';
import type { SecretBox } from '../../core/credentials/secret-box.ts';
import type { SecretStore } from '../../core/credentials/secret-store.ts';

/**
 * The box for stored secrets. The key that is used first is remembered, so that another one is refused from then on
 * instead of leaving secrets behind that nobody can open.
 */
export async function openBox(source: MasterKeySource, secrets: SecretStore): Promise<SecretBox> {
  const [secretsStored, storedKeyCheck] = [await secrets.any(), await secrets.keyCheck()];
  const box = await openSecretBox({ source, secretsStored, storedKeyCheck });
  if (!secretsStored && !(storedKeyCheck !== undefined && box.matches(storedKeyCheck))) {
    await secrets.keepKeyCheck(box.keyCheck());
  }
  return box;
}
