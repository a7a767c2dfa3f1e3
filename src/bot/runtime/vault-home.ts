import { readCertificate } from '../../adapters/secrets/read-certificate.ts';
import type { KeyVault } from '../../core/credentials/key-vault.ts';
import type { HomeReading, SecretHome } from '../../core/credentials/secret-home.ts';
import {
  readVaultedCredentials,
  VAULT_NAMES,
  type VaultedCredentials,
  type VaultedPart,
  vaultNameOf,
} from '../../core/credentials/vaulted-credentials.ts';
import { CONFIGURED_NAMES, type RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { CertificateReading, SamConnection } from '../../core/model/cloud/connection.ts';
import { systemClock } from '../system-clock.ts';
import { judgeValues } from './judge-values.ts';

type TextPart = Exclude<VaultedPart, 'certificate'>;
const PARTS = (Object.keys(VAULT_NAMES) as VaultedPart[]).filter((part): part is TextPart => part !== 'certificate');

const IN_VAULT = {
  ...CONFIGURED_NAMES,
  ...Object.fromEntries(Object.entries(VAULT_NAMES).map(([part, name]) => [part, `The vault’s ${name}`])),
};

export interface VaultHomeOptions {
  url: string;
  sandboxUrl: string | undefined;
  useProxy: boolean;
  /** A tenant that was added to CIPP directly, whose token lies under its id. */
  directTenant?: string | null;
  /** What is configured beside the vault: stands in for what the vault lacks. */
  configured: RawCredentials;
  toConnection: (credentials: RawCredentials) => SamConnection;
}

/** Opens a vault for one use of it. */
export async function overVault<T>(
  { url, sandboxUrl, useProxy }: Pick<VaultHomeOptions, 'url' | 'sandboxUrl' | 'useProxy'>,
  use: (vault: KeyVault) => Promise<T>,
): Promise<T> {
  // Loaded only where there is a vault: Azure's libraries take longer than all the rest.
  const { openKeyVault } = await import('../../adapters/azure/open-key-vault.ts');
  const vault = openKeyVault({ url, sandboxUrl, useProxy, now: () => systemClock.now() });
  try {
    return await use(vault);
  } finally {
    await vault.close();
  }
}

/** A key vault as the home of a connection's secrets, under CIPP's names. The vault is opened for each reading. */
export function createVaultHome(options: VaultHomeOptions): SecretHome {
  const { url, directTenant = null } = options;
  const over = <T>(use: (vault: KeyVault) => Promise<T>): Promise<T> => overVault(options, use);
  return {
    label: `key vault ${new URL(url).host}`,
    read: () =>
      over(async (vault) => {
        const answer = await readVaultedCredentials(vault, directTenant);
        if (!answer.ok) return answer;
        const certificate = await readVaulted(answer.value.found.certificate?.value);
        return { ok: true, value: toReading(answer.value, certificate, options) };
      }),
    write: (part, value) => over((vault) => vault.write(vaultNameOf(part, directTenant), value)),
  };
}

/** As CIPP keeps it, or as a vault gives out a certificate that was put there as PEM. */
async function readVaulted(text: string | undefined): Promise<CertificateReading | undefined> {
  if (text === undefined || text.startsWith('-----BEGIN ')) return readCertificate(text, systemClock.now());
  const { openPfx } = await import('../../adapters/secrets/open-pfx.ts');
  const opened = openPfx(text);
  return 'problem' in opened ? opened : readCertificate(opened.pem, systemClock.now());
}

function toReading(
  { found, lacking }: VaultedCredentials,
  vaulted: CertificateReading | undefined,
  options: VaultHomeOptions,
): HomeReading {
  const { configured, toConnection, directTenant } = options;
  const { certificate, identity } = configured;
  const isOwn = certificate !== undefined || identity !== undefined;
  const value = (part: TextPart): string | undefined => found[part]?.value ?? (configured[part]?.trim() || undefined);
  const secret = isOwn ? configured.applicationSecret : value('applicationSecret');
  const isCertificate = !isOwn && secret === undefined && vaulted !== undefined;
  const credentials: RawCredentials = {
    ...configured,
    names: IN_VAULT,
    applicationId: value('applicationId'),
    // With a certificate or an identity of its own the app needs no secret; CIPP keeps one there all the same.
    applicationSecret: secret,
    ...(isCertificate ? { certificate: vaulted } : {}),
    refreshToken: value('refreshToken'),
    tenant: directTenant ?? value('tenant'),
  };
  const judged = judgeValues(credentials, toConnection);
  const { shape } = judged;
  const absent = PARTS.find(
    (part) => value(part) === undefined && !((isOwn || isCertificate) && part === 'applicationSecret'),
  );
  const fault = absent && lacking[absent];
  const reason = fault ? `${fault.reason} ${fault.wayOut}` : shape.reason;
  return {
    ...judged,
    shape: {
      ...shape,
      ...(reason === undefined ? {} : { reason }),
      ...(fault && shape.cause ? { cause: fault.cause } : {}),
    },
    writtenAt: {
      applicationSecret: found.applicationSecret?.writtenAt ?? null,
      refreshToken: found.refreshToken?.writtenAt ?? null,
    },
    notes: PARTS.flatMap((part) => contradiction(part, found[part]?.value, configured[part])),
  };
}

function contradiction(part: TextPart, vaulted: string | undefined, configured: string | undefined): string[] {
  const set = configured?.trim();
  if (vaulted === undefined || !set || set.toLowerCase() === vaulted.toLowerCase()) return [];
  return [
    `${CONFIGURED_NAMES[part]} is set too and differs from the vault’s ${VAULT_NAMES[part]}, which is used. Remove it.`,
  ];
}
