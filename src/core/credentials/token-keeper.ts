import type { SamConnection } from '../model/cloud/connection.ts';
import type { Secret } from '../model/text/secret.ts';
import type { Clock } from '../model/time/clock.ts';
import { type ConnectionIds, SecretKeeper, secretNameOf } from './secret-keeper.ts';
import type { SealedSecret, SecretBox, SecretStore } from './secret-store.ts';
import { CONFIGURED, parseTokenFacts, type TokenFacts } from './token-facts.ts';

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
  facts: TokenFacts;
}

/**
 * Keeps the refresh token that each redemption in the partner's own tenant gives, sealed, so that regular use keeps the
 * connection alive, and the one that a sign-in gave. The configured value wins as soon as it changes. Entra's tokens stay
 * valid beside newer ones (learn.microsoft.com/entra/identity-platform/refresh-tokens), so two sweeps may keep theirs in
 * any order.
 */
export class TokenKeeper {
  readonly #parts: TokenKeeperParts;
  /** The client secret of a rotation lies beside the token, and is used with it. */
  readonly clientSecrets: SecretKeeper;

  constructor(parts: TokenKeeperParts) {
    this.#parts = parts;
    this.clientSecrets = new SecretKeeper(parts);
  }

  /** `configured` holds token and secret as configured. Throws what the store and the box throw. */
  async resolve(configured: SamConnection): Promise<ResolvedConnection> {
    const applicationSecret = (await this.clientSecrets.read(configured))?.value ?? configured.applicationSecret;
    return await this.#resolveToken({ ...configured, applicationSecret });
  }

  async #resolveToken(configured: SamConnection): Promise<ResolvedConnection> {
    const { secrets, box } = this.#parts;
    const name = secretName(configured);
    const kept = await secrets.read(name);
    if (!kept) return { connection: configured, rotatedAt: null, facts: CONFIGURED };
    if (kept.fingerprint !== box.fingerprint(configured.refreshToken)) {
      // Its home has what a sign-in gave: configured by our own hand, and nothing that is known of it is over.
      if (box.open(kept.sealed, name).equals(configured.refreshToken)) await this.#follow(configured, kept.fingerprint);
      else {
        await secrets.remove(name);
        await secrets.remove(previousName(configured));
        return { connection: configured, rotatedAt: null, facts: CONFIGURED };
      }
    }
    const facts = parseTokenFacts(kept.detail);
    const connection = withToken(configured, box.open(kept.sealed, name), facts);
    return { connection, rotatedAt: kept.updatedAt, facts };
  }

  /** What was kept gives way to the configured value. */
  async forget(configured: SamConnection): Promise<void> {
    await this.#parts.secrets.remove(secretName(configured));
  }

  /**
   * Keeps what a redemption of the connection gave, beside the fingerprint of the configured value. Null where a sign-in
   * has given another token meanwhile, which stays: `facts` says of which one this is a rotation.
   */
  async keep(configured: SamConnection, rotated: Secret, facts: TokenFacts = CONFIGURED): Promise<number | null> {
    const { secrets, box, clock } = this.#parts;
    const name = secretName(configured);
    const secret = this.#seal(name, configured, rotated, facts, clock.now());
    const isCurrent = (found: SealedSecret | undefined): boolean =>
      found === undefined ||
      found.fingerprint !== box.fingerprint(configured.refreshToken) ||
      parseTokenFacts(found.detail).lineage === facts.lineage;
    return (await secrets.keepIf(name, secret, isCurrent)) ? secret.updatedAt : null;
  }

  /** The token of a sign-in is used from now on, and the one in use until now is kept beside it, in one go. */
  async renew(configured: SamConnection, renewed: Secret, facts: TokenFacts): Promise<void> {
    const { secrets, clock } = this.#parts;
    const now = clock.now();
    const before = await this.resolve(configured);
    const { refreshToken } = before.connection;
    const at = before.rotatedAt ?? now;
    const [name, previous] = [secretName(configured), previousName(configured)];
    const current = { name, secret: this.#seal(name, configured, renewed, facts, now) };
    if (!isSignedIn(before.connection)) return await secrets.keepAll([current]);
    const kept = { name: previous, secret: this.#seal(previous, configured, refreshToken, before.facts, at) };
    await secrets.keepAll([current, kept]);
  }

  /** The configured value has become another one by our own hand: what was kept beside the one before stays in use. */
  async follow(before: SamConnection, after: SamConnection): Promise<void> {
    await this.#follow(after, this.#parts.box.fingerprint(before.refreshToken));
  }

  async #follow(configured: SamConnection, before: string | null): Promise<void> {
    const { secrets, box } = this.#parts;
    const fingerprint = box.fingerprint(configured.refreshToken);
    const names = [secretName(configured), previousName(configured)];
    const kept = await Promise.all(names.map(async (name) => ({ name, secret: await secrets.read(name) })));
    await secrets.keepAll(
      kept.flatMap(({ name, secret }) =>
        secret?.fingerprint === before ? [{ name, secret: { ...secret, fingerprint } }] : [],
      ),
    );
  }

  /** The token that was in use before the last renewal; undefined once it is not kept any more. */
  async previous(configured: SamConnection): Promise<ResolvedConnection | undefined> {
    const { secrets, box } = this.#parts;
    const name = previousName(configured);
    // First: what is configured may have become another token by our own hand.
    const { connection } = await this.resolve(configured);
    const kept = await secrets.read(name);
    if (!kept || kept.fingerprint !== box.fingerprint(configured.refreshToken)) return undefined;
    const facts = parseTokenFacts(kept.detail);
    const { publicClient: _, ...rest } = connection;
    return { connection: withToken(rest, box.open(kept.sealed, name), facts), rotatedAt: kept.updatedAt, facts };
  }

  /** The previous token is used again, and the one in use is kept in its place. Whether there was one. */
  async restore(configured: SamConnection): Promise<boolean> {
    const previous = await this.previous(configured);
    if (!previous) return false;
    await this.renew(configured, previous.connection.refreshToken, previous.facts);
    return true;
  }

  /** The token in use has proved itself: the one before it is needed no more. Whether there was one. */
  async dropPrevious(configured: SamConnection): Promise<boolean> {
    return await this.#parts.secrets.remove(previousName(configured));
  }

  #seal(
    name: string,
    configured: SamConnection,
    token: Secret,
    facts: TokenFacts,
    updatedAt: number,
  ): SealedSecret & { updatedAt: number } {
    const { box } = this.#parts;
    const fingerprint = box.fingerprint(configured.refreshToken);
    return { sealed: box.seal(token, name), fingerprint, updatedAt, detail: JSON.stringify(facts) };
  }
}

/** Whether it has a refresh token at all: one that waits for its first sign-in has none. */
export function isSignedIn({ refreshToken }: SamConnection): boolean {
  return refreshToken.reveal() !== '';
}

function withToken(configured: SamConnection, refreshToken: Secret, { born }: TokenFacts): SamConnection {
  return { ...configured, refreshToken, ...(born === 'device-code' ? { publicClient: true } : {}) };
}

/** Also what the sealed text is bound to: per cloud, client and tenant, and per connection where one was added. */
export function secretName({ cloud, applicationId, tenant, id }: ConnectionIds): string {
  return `refresh-token:${cloud}:${applicationId}:${tenant}${id === undefined ? '' : `:${id}`}`;
}

/** What a keeper may have kept of a connection. */
export function keptNamesOf(connection: ConnectionIds): string[] {
  return [secretName(connection), previousName(connection), secretNameOf(connection)];
}

function previousName(connection: ConnectionIds): string {
  return `previous-${secretName(connection)}`;
}
