import { SecretClient } from '@azure/keyvault-secrets';
import type { KeyVault, VaultAnswer, VaultSecret } from '../../core/credentials/key-vault.ts';
import { vaultFault } from '../../core/credentials/vault-fault.ts';
import { Secret } from '../../core/model/text/secret.ts';
import { HttpClient } from '../http/http-client.ts';
import { isLoopback } from '../http/loopback.ts';
import { createIdentity } from './create-identity.ts';
import { createSdkHttp } from './sdk-http.ts';
import { inspectAnswer, readVaultRefusal } from './vault-refusal.ts';

export interface KeyVaultOptions {
  /** Its origin, as `parseVaultUrl` takes it. */
  url: string;
  sandboxUrl: string | undefined;
  useProxy: boolean;
  now: () => number;
}

const TIMEOUT_MS = 10_000;
/** Azure's largest secret has 25 kB. */
const MOST_BYTES = 1024 * 1024;

/** A key vault through Azure's own client, with whatever identity Azure's default chain finds on this machine. */
export function openKeyVault({ url, sandboxUrl, useProxy, now }: KeyVaultOptions): KeyVault {
  const { host, hostname } = new URL(url);
  const http = new HttpClient({ sandboxUrl, connections: 2, timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES, useProxy });
  // Whoever waits is a person: what is refused is told at once, and asked again by them.
  const client = new SecretClient(url, createIdentity(hostname, { sandboxUrl, useProxy }), {
    httpClient: createSdkHttp(http, inspectAnswer),
    retryOptions: { maxRetries: 0 },
    // A stand-in on loopback can't have the host that its challenge names.
    disableChallengeResourceVerification: isLoopback(hostname),
  });
  const ask = async (
    secret: string,
    verb: 'read' | 'write',
    send: () => Promise<{ value?: string; properties: { version?: string; updatedOn?: Date; expiresOn?: Date } }>,
  ): Promise<VaultAnswer<VaultSecret>> => {
    const asked = { vault: host, secret, verb };
    try {
      const { value, properties } = await send();
      const { version, updatedOn, expiresOn } = properties;
      if (value === undefined || !version) return { ok: false, fault: vaultFault('not-a-vault', asked) };
      if (expiresOn && expiresOn.getTime() <= now()) return { ok: false, fault: vaultFault('secret-expired', asked) };
      const writtenAt = updatedOn?.getTime() ?? null;
      return { ok: true, value: { value: new Secret(value), version, writtenAt } };
    } catch (error) {
      const refusal = readVaultRefusal(error);
      if (!refusal) throw error;
      const isDeleted = refusal.id === 'secret-missing' && (await wasDeleted(client, secret));
      return { ok: false, fault: vaultFault(isDeleted ? 'secret-deleted' : refusal.id, asked, refusal.says) };
    }
  };
  return {
    host,
    read: (name) => ask(name, 'read', () => client.getSecret(name)),
    write: (name, value) => ask(name, 'write', () => client.setSecret(name, value.reveal())),
    close: () => http.close(),
  };
}

/** Whoever may not look at deleted secrets, or finds none, knows no more than that it is absent. */
async function wasDeleted(client: SecretClient, name: string): Promise<boolean> {
  try {
    await client.getDeletedSecret(name);
    return true;
  } catch (error) {
    if (!readVaultRefusal(error)) throw error;
    return false;
  }
}
