import type { Secret } from '../model/text/secret.ts';
import type { VaultFault } from './vault-fault.ts';

export interface VaultSecret {
  value: Secret;
  /** Each write makes a new one. */
  version: string;
  /** Milliseconds since the epoch; null where the vault does not say. */
  writtenAt: number | null;
}

export type VaultAnswer<T> = { ok: true; value: T } | { ok: false; fault: VaultFault };

/** One key vault. Nothing throws for what the network, the identity or the vault does. */
export interface KeyVault {
  host: string;
  /** The newest version. Names are read without regard to case. */
  read(name: string): Promise<VaultAnswer<VaultSecret>>;
  /** Makes a new version; the ones before stay readable. */
  write(name: string, value: Secret): Promise<VaultAnswer<VaultSecret>>;
  close(): Promise<void>;
}
