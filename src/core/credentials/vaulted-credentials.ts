import type { Secret } from '../model/text/secret.ts';
import type { KeyVault, VaultAnswer, VaultSecret } from './key-vault.ts';
import { type VaultFault, vaultFault } from './vault-fault.ts';

/** What CIPP calls the secrets in its vault (KelvinTegelaar/CIPP-API, Get-CIPPAuthentication). */
export const VAULT_NAMES = {
  applicationId: 'ApplicationID',
  applicationSecret: 'ApplicationSecret',
  /** A PFX in base64 without a password, or a PEM. */
  certificate: 'SAMCertificate',
  refreshToken: 'RefreshToken',
  tenant: 'TenantID',
} as const;
export type VaultedPart = keyof typeof VAULT_NAMES;
/** A certificate is asked for only where there is no secret. */
const PARTS = (Object.keys(VAULT_NAMES) as VaultedPart[]).filter((part) => part !== 'certificate');

/** What CIPP's deployment puts there for “not set yet”. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['longapplicationid', 'appsecret', 'refreshtoken', 'tenantid']);
/** Of these another value can be made or found: the rest of the vault is worth reading without. */
const LACKING: ReadonlySet<string> = new Set(['secret-missing', 'secret-deleted', 'secret-disabled', 'secret-expired']);

export interface VaultedCredentials {
  found: Partial<Record<VaultedPart, Omit<VaultSecret, 'value'> & { value: string }>>;
  /** Why a part is not among them. */
  lacking: Partial<Record<VaultedPart, VaultFault>>;
}

/** The name of the secret that holds a part. A tenant that was added to CIPP directly has its token under its own id. */
export function vaultNameOf(part: VaultedPart, directTenant: string | null): string {
  return part === 'refreshToken' && directTenant !== null ? directTenant : VAULT_NAMES[part];
}

/** Reads what CIPP keeps. A fault is what stands in the way of all of it. */
export async function readVaultedCredentials(
  vault: KeyVault,
  directTenant: string | null,
): Promise<VaultAnswer<VaultedCredentials>> {
  const credentials: VaultedCredentials = { found: {}, lacking: {} };
  const [first, ...others] = PARTS;
  const read = async (part: VaultedPart): Promise<VaultFault | undefined> => {
    const name = vaultNameOf(part, directTenant);
    const answer = await vault.read(name);
    if (!answer.ok) {
      if (!LACKING.has(answer.fault.id)) return answer.fault;
      credentials.lacking[part] = answer.fault;
      return undefined;
    }
    const value = normalize(answer.value.value);
    if (value === '' || PLACEHOLDERS.has(value.toLowerCase()))
      credentials.lacking[part] = vaultFault('secret-unset', { vault: vault.host, secret: name, verb: 'read' });
    else credentials.found[part] = { ...answer.value, value };
    return undefined;
  };
  // One first: the others then find the identity's token, or are not asked where nothing can be had.
  const fault =
    (first && (await read(first))) ??
    (await Promise.all(others.map(read))).find((one) => one !== undefined) ??
    (credentials.found.applicationSecret ? undefined : await read('certificate'));
  return fault ? { ok: false, fault } : { ok: true, value: credentials };
}

/** People paste with quotation marks, line breaks and marks of byte order around. */
function normalize(secret: Secret): string {
  return secret
    .reveal()
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2');
}
