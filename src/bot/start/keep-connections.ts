import type { ConnectionEntry } from '../../core/credentials/connection-book.ts';
import type { TokenKeeper } from '../../core/credentials/token-keeper.ts';
import type { SamConnection } from '../../core/model/cloud/connection.ts';
import type { Secret } from '../../core/model/text/secret.ts';

/** The connections as they are used: with the newest refresh token that is known of each. */
export interface KeptConnections {
  entries: ConnectionEntry[];
  /** A redemption gave a new refresh token: it is kept and used from now on. */
  rotate(connection: string, rotated: Secret): Promise<void>;
  /** When the newest refresh token was issued; null where only the configured one is known. */
  rotatedAt(connection: string): number | null;
}

/** Takes up, for each connection, the refresh token that an earlier process kept, unless the configured one has changed. */
export async function keepConnections(entries: ConnectionEntry[], keeper: TokenKeeper): Promise<KeptConnections> {
  const configured = new Map<string, SamConnection>();
  const rotated = new Map<string, number>();
  for (const entry of entries) {
    if (!entry.connection) continue;
    configured.set(entry.name, entry.connection);
    const resolved = await keeper.resolve(entry.connection);
    entry.connection = resolved.connection;
    if (resolved.rotatedAt !== null) rotated.set(entry.name, resolved.rotatedAt);
  }
  return {
    entries,
    rotate: async (name, token) => {
      const entry = entries.find((one) => one.name === name);
      const original = configured.get(name);
      if (!entry?.connection || !original) return;
      rotated.set(name, await keeper.keep(original, token));
      entry.connection = { ...entry.connection, refreshToken: token };
    },
    rotatedAt: (name) => rotated.get(name) ?? null,
  };
}
