import type { Storage } from '../../adapters/storage/open-storage.ts';
import { createAuditForward } from '../../adapters/telemetry/create-audit-forward.ts';
import type { SecretBox } from '../../core/credentials/secret-store.ts';
import { Secret } from '../../core/model/text/secret.ts';
import type { Config } from '../config/config.ts';

/** What the terminal says where that can't be done. */
export const NOT_FORWARDED = 'The audit log could not be forwarded. Check SAMARITAN_AUDIT_FORWARD.\n';

const KEPT = 'audit-key';

/**
 * From now on the audit log is chained under a key that comes from the first master key, and copied to where that is set.
 */
export async function protectAudit(
  storage: Storage,
  box: SecretBox,
  { auditForward }: Config,
  onFault: (error: unknown) => void,
): Promise<void> {
  const key = (await readAuditKey(storage, box)).reveal();
  storage.protectAudit({ key, witness: storage.auditWitness, forward: createAuditForward(auditForward, onFault) });
}

/** Before the master key changes: the key of the chain lies sealed from then on, so that older rows can still be verified. */
export async function keepAuditKey(storage: Pick<Storage, 'secrets'>, box: SecretBox, now: number): Promise<void> {
  const sealed = box.seal(await readAuditKey(storage, box), KEPT);
  await storage.secrets.keep(KEPT, { sealed, fingerprint: null, updatedAt: now });
}

async function readAuditKey({ secrets }: Pick<Storage, 'secrets'>, box: SecretBox): Promise<Secret> {
  const kept = await secrets.read(KEPT);
  return kept ? box.open(kept.sealed, KEPT) : new Secret(box.fingerprint(new Secret('samaritan audit chain 1')));
}
