import type { SamConnection } from '../model/cloud/connection.ts';
import type { AppSecretsFactory } from './app-secrets.ts';
import type { TokenKeeper } from './token-keeper.ts';

const LIMIT_MS = 60_000;

export interface RetiringParts {
  tokens: TokenKeeper;
  appSecrets: AppSecretsFactory;
}

/** `left`: it could not be removed and still works; the next whole sweep tries again. */
export type Retired = 'nothing' | 'removed' | 'left';

/**
 * A whole sweep that began then has passed with the secret of the last rotation: the one it replaced is removed from the
 * app, where that was wished for. Cut off anywhere, the next sweep does the same again.
 */
export async function retireSecret(
  configured: SamConnection,
  sweepStartedAt: number,
  { tokens, appSecrets }: RetiringParts,
): Promise<Retired> {
  const kept = await tokens.clientSecrets.read(configured);
  if (!kept || kept.facts.replaces === null || kept.facts.addedAt >= sweepStartedAt) return 'nothing';
  const { connection } = await tokens.resolve(configured);
  const app = appSecrets.open({ connection, signal: AbortSignal.timeout(LIMIT_MS) });
  try {
    const removed = await app.remove(kept.facts.objectId, kept.facts.replaces);
    if (!removed.ok) return 'left';
    await tokens.clientSecrets.keep(configured, { ...kept, facts: { ...kept.facts, replaces: null } });
    return 'removed';
  } finally {
    await app.close();
  }
}
