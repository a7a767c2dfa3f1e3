import type { SamConnection } from '../model/cloud/connection.ts';
import type { Secret } from '../model/text/secret.ts';
import type { Clock } from '../model/time/clock.ts';
import type { SecretBox } from './secret-box.ts';
import type { SecretStore } from './secret-store.ts';

export interface TokenKeeperParts {
  secrets: SecretStore;
  box: SecretBox;
  clock: Clock;
}

/** A connection with the newest refresh token that is known, and when that one was issued. */
export interface ResolvedConnection {
  connection: SamConnection;
  /** Milliseconds since the epoch; null while only the configured token is known, whose age nobody can tell. */
  rotatedAt: number | null;
}

/**
 * Keeps the refresh token that each redemption in the partner's own tenant gives, sealed, so that regular use keeps the
 * connection alive. The configured value wins as soon as it changes. Entra's tokens stay valid beside newer ones
 * (learn.microsoft.com/entra/identity-platform/refresh-tokens), so two sweeps may keep theirs in any order.
 */
export class TokenKeeper {
  readonly #parts: TokenKeeperParts;

  constructor(parts: TokenKeeperParts) {
    this.#parts = parts;
  }

  /** `configured` holds the token as configured. Throws what the store and the box throw. */
  async resolve(configured: SamConnection): Promise<ResolvedConnection> {
    const { secrets, box } = this.#parts;
    const name = secretName(configured);
    const kept = await secrets.read(name);
    if (!kept) return { connection: configured, rotatedAt: null };
    if (kept.fingerprint !== box.fingerprint(configured.refreshToken)) {
      await secrets.remove(name);
      return { connection: configured, rotatedAt: null };
    }
    const refreshToken = box.open(kept.sealed, name);
    return { connection: { ...configured, refreshToken }, rotatedAt: kept.updatedAt };
  }

  /** What was kept gives way to the configured value. */
  async forget(configured: SamConnection): Promise<void> {
    await this.#parts.secrets.remove(secretName(configured));
  }

  /** Keeps what a redemption of the connection gave, beside the fingerprint of the configured value. */
  async keep(configured: SamConnection, rotated: Secret): Promise<number> {
    const { secrets, box, clock } = this.#parts;
    const name = secretName(configured);
    const updatedAt = clock.now();
    const fingerprint = box.fingerprint(configured.refreshToken);
    await secrets.keep(name, { sealed: box.seal(rotated, name), fingerprint, updatedAt });
    return updatedAt;
  }
}

/** Also what the sealed text is bound to: per cloud, client and tenant. */
export function secretName({ cloud, applicationId, tenant }: SamConnection): string {
  return `refresh-token:${cloud}:${applicationId}:${tenant}`;
}
