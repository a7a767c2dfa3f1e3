import { isLoopback } from '../../adapters/http/loopback.ts';
import type { CloudName } from '../../core/model/cloud/connection.ts';

/** Where each national cloud keeps its vaults (learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates). */
const HOSTS: Record<CloudName, string> = {
  global: 'vault.azure.net',
  usgov: 'vault.usgovcloudapi.net',
  'usgov-dod': 'vault.usgovcloudapi.net',
  china: 'vault.azure.cn',
};

/** The origin of a vault, or why the address is none. Only in the sandbox may this machine stand in for one. */
export function parseVaultUrl(
  text: string,
  { cloud, sandbox }: { cloud: CloudName; sandbox: boolean },
): { url: string } | { problem: string } {
  const suffix = HOSTS[cloud];
  const example = `Use the Vault URI of its Overview page, for example https://samaritan.${suffix}.`;
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'https:') return { problem: `is no https address. ${example}` };
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password)
    return { problem: `has more than the vault’s address. ${example}` };
  const name = new RegExp(`^[a-z](?:-?[a-z0-9]){2,23}\\.${suffix.replaceAll('.', '\\.')}$`);
  const isVault = name.test(url.hostname) && url.port === '';
  if (isVault || (sandbox && isLoopback(url.hostname))) return { url: url.origin };
  return { problem: `points to ${url.hostname.slice(0, 100)}, which is no key vault of this cloud. ${example}` };
}
