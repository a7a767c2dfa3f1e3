import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './make-certificate.ts';
import { createVault, type Vault, type VaultScenario } from './vault.ts';

/** A key vault for another process: what that needs in its environment. */
export interface StartedVault extends Pick<Vault, 'origin' | 'newest'> {
  environment(): Record<string, string>;
  close(): Promise<void>;
}

/**
 * Starts a vault on an HTTPS port of its own, with the connection's values under CIPP's names. Its certificate is made
 * anew, and lies in a file that a process has to trust.
 */
export async function startVault(
  connection: Readonly<Record<string, string>>,
  scenario: VaultScenario,
): Promise<StartedVault> {
  const { certificate, key } = makeCertificate({ address: '127.0.0.1' });
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-vault-'));
  const file = join(folder, 'vault.pem');
  await writeFile(file, certificate);
  const vault = await createVault({
    secrets: {
      ApplicationID: connection.SAM_APPLICATION_ID ?? '',
      ApplicationSecret: connection.SAM_APPLICATION_SECRET ?? '',
      RefreshToken: connection.SAM_REFRESH_TOKEN ?? '',
      TenantID: connection.SAM_TENANT_ID ?? '',
    },
    tenantId: connection.SAM_TENANT_ID ?? '',
    tls: { cert: certificate, key },
  });
  vault.setScenario(scenario);
  return {
    origin: vault.origin,
    newest: vault.newest,
    environment: () => ({
      SAMARITAN_KEY_VAULT_URL: vault.origin,
      NODE_EXTRA_CA_CERTS: file,
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
      ...vault.environment(),
    }),
    close: async () => {
      await vault.close();
      await rm(folder, { recursive: true });
    },
  };
}
