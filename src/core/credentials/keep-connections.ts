import type { SamConnection } from '../model/cloud/connection.ts';
import type { Secret } from '../model/text/secret.ts';
import type { ConnectionEntry } from './connection-book.ts';
import type { TokenKeeper } from './token-keeper.ts';
import type { LearnedTokens } from './with-configured-token.ts';

/** The connections as they are used: with the newest refresh token that is known of each. */
export interface KeptConnections extends LearnedTokens {
  entries: ConnectionEntry[];
  /**
   * A redemption gave a new refresh token: once `prove` has redeemed it, it is kept and used from now on. Whether it
   * was; one proof of a connection at a time, and what comes meanwhile is not needed.
   */
  rotate(connection: string, rotated: Secret, prove: (candidate: SamConnection) => Promise<boolean>): Promise<boolean>;
  /** When the newest refresh token was issued; null where only the configured one is known. */
  rotatedAt(connection: string): number | null;
}

/**
 * Takes up, for each connection, the refresh token that an earlier process kept, unless the configured one has changed.
 * Without a keeper the configured ones are used, and none is kept.
 */
export async function keepConnections(
  entries: ConnectionEntry[],
  keeper: TokenKeeper | undefined,
): Promise<KeptConnections> {
  const configured = new Map<string, SamConnection>();
  const rotated = new Map<string, number>();
  const proving = new Set<string>();
  const find = (name: string) => entries.find((one) => one.name === name);
  for (const entry of entries) {
    if (!entry.connection || !keeper) continue;
    configured.set(entry.name, entry.connection);
    const resolved = await keeper.resolve(entry.connection);
    entry.connection = resolved.connection;
    if (resolved.rotatedAt !== null) rotated.set(entry.name, resolved.rotatedAt);
  }
  return {
    entries,
    rotate: async (name, token, prove) => {
      const entry = find(name);
      const original = configured.get(name);
      if (!entry?.connection || !original || !keeper || proving.has(name)) return true;
      const candidate = { ...entry.connection, refreshToken: token };
      proving.add(name);
      try {
        if (!(await prove(candidate))) return false;
        rotated.set(name, await keeper.keep(original, token));
        entry.connection = candidate;
        return true;
      } finally {
        proving.delete(name);
      }
    },
    configuredOf: ({ name, refreshToken }) => {
      const original = configured.get(name);
      return original && original.refreshToken.reveal() !== refreshToken.reveal() ? original : undefined;
    },
    giveWay: async (name) => {
      const entry = find(name);
      const original = configured.get(name);
      if (!entry || !original || !keeper) return;
      entry.connection = original;
      rotated.delete(name);
      await keeper.forget(original);
    },
    rotatedAt: (name) => rotated.get(name) ?? null,
  };
}
