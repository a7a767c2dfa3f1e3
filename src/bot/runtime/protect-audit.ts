import type { Storage } from '../../adapters/storage/open-storage.ts';
import { createAuditForward } from '../../adapters/telemetry/create-audit-forward.ts';
import type { SecretBox } from '../../core/credentials/secret-box.ts';
import { Secret } from '../../core/model/text/secret.ts';
import type { Config } from '../config/config.ts';

/** What the terminal says where that can't be done. */
export const NOT_FORWARDED = 'The audit log could not be forwarded. Check SAMARITAN_AUDIT_FORWARD.\n';

/** From now on the audit log is chained under a key that comes from the master key, and copied to where that is set. */
export function protectAudit(
  storage: Storage,
  box: SecretBox,
  { auditForward }: Config,
  onFault: (error: unknown) => void,
): void {
  const key = box.fingerprint(new Secret('samaritan audit chain 1'));
  storage.protectAudit({ key, forward: createAuditForward(auditForward, onFault) });
}
