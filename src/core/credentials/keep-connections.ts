import type { Check } from '../model/checks/check.ts';
import type { SamConnection } from '../model/cloud/connection.ts';
import type { TokenDescription } from '../model/cloud/microsoft-cloud.ts';
import type { Secret } from '../model/text/secret.ts';
import type { ConnectionEntry } from './connection-book.ts';
import { configuredOf, takeFromHome } from './secret-home.ts';
import { CONFIGURED, type TokenFacts } from './token-facts.ts';
import { isSignedIn, type ResolvedConnection, type TokenKeeper } from './token-keeper.ts';
import type { VaultFault } from './vault-fault.ts';
import type { LearnedTokens } from './with-configured-token.ts';

/** A renewed refresh token, and what the redemption that gave it says of its owner. */
export interface RotatedToken {
  token: Secret;
  description: Pick<TokenDescription, 'account' | 'accountId' | 'scopes'>;
}

/** What a home had to say when it was read again: other values than before, or why nothing could be read. */
export type HomeNews = 'changed' | VaultFault;

/** The connections as they are used: with the newest refresh token that is known of each. */
export interface KeptConnections extends LearnedTokens {
  entries: ConnectionEntry[];
  /**
   * A redemption gave a new refresh token: once `prove` has redeemed it, it is kept and used from now on. Whether it
   * was; one proof of a connection at a time, and what comes meanwhile is not needed.
   */
  rotate(
    connection: string,
    rotated: RotatedToken,
    prove: (candidate: SamConnection) => Promise<boolean>,
  ): Promise<boolean>;
  /** When the newest refresh token was issued; null where only the configured one is known. */
  rotatedAt(connection: string): number | null;
  /** As configured, before anything was kept; undefined for one that can't be right. */
  original(connection: string): SamConnection | undefined;
  /** Takes up what another process has kept since: a sign-in on the terminal, a newer rotation. */
  refresh(connection: string): Promise<void>;
  /** Takes up which connections were added, allowed, changed or removed since; `entries` stays the same list. */
  reload(): Promise<void>;
  /** A whole sweep that began then has passed: the token before the last sign-in is needed no more. */
  settle(connection: string, sweepStartedAt: number): Promise<void>;
}

/** Reads the connections that were added, as they are stored now. */
export type LoadAdded = () => Promise<ConnectionEntry[]>;

/** Where connections come from beside the fixed ones. */
export interface ConnectionSources {
  loadAdded?: LoadAdded | undefined;
  /** Told of what a home had to say. */
  onHome?: ((connection: string, news: HomeNews) => void) | undefined;
}

/**
 * Takes up, for each connection, the refresh token that an earlier process kept, unless the configured one has changed.
 * Without a keeper the configured ones are used, and none is kept. Beside `fixed` there are those that `loadAdded` reads.
 */
export async function keepConnections(
  fixed: readonly ConnectionEntry[],
  keeper: TokenKeeper | undefined,
  { loadAdded = async () => [], onHome }: ConnectionSources = {},
): Promise<KeptConnections> {
  const entries = [...fixed];
  const configured = new Map<string, SamConnection>();
  const rotated = new Map<string, number>();
  const known = new Map<string, TokenFacts>();
  const proving = new Set<string>();
  const find = (name: string) => entries.find((one) => one.name === name);
  const shapes = new Map<string, Check>();
  const take = (entry: ConnectionEntry, { connection, rotatedAt, facts }: ResolvedConnection): void => {
    if (isSignedIn(connection)) entry.connection = connection;
    else delete entry.connection;
    const shape = (isSignedIn(connection) && entry.unsigned?.shape) || shapes.get(entry.name);
    if (shape) entry.shape = shape;
    known.set(entry.name, facts);
    if (rotatedAt === null) rotated.delete(entry.name);
    else rotated.set(entry.name, rotatedAt);
  };
  /** Whoever looks at the entry meanwhile finds it as it was. */
  const reread = async (entry: ConnectionEntry): Promise<void> => {
    const original = configured.get(entry.name);
    const { tenant, shape, home } = entry;
    const now: ConnectionEntry = { name: entry.name, tenant, shape, ...(home ? { home } : {}) };
    if (original) now.connection = original;
    const answer = await takeFromHome(now);
    if (!answer?.ok) {
      if (!original) entry.shape = now.shape;
      if (answer) onHome?.(entry.name, answer.fault);
      return;
    }
    const found = configuredOf(now);
    if (original && found && !isSame(original, found)) onHome?.(entry.name, 'changed');
    entry.tenant = now.tenant;
    delete entry.unsigned;
    if (now.unsigned) entry.unsigned = now.unsigned;
    shapes.set(entry.name, now.shape);
    if (found) configured.set(entry.name, found);
    else {
      configured.delete(entry.name);
      delete entry.connection;
      entry.shape = now.shape;
    }
  };
  const refresh = async (name: string): Promise<void> => {
    const entry = find(name);
    if (!entry) return;
    if (entry.home) await reread(entry);
    const original = configured.get(name);
    if (original) take(entry, await (keeper?.resolve(original) ?? asConfigured(original)));
  };
  const begin = async (entry: ConnectionEntry): Promise<void> => {
    const { name } = entry;
    for (const facts of [configured, rotated, known]) facts.delete(name);
    shapes.set(name, entry.shape);
    const original = configuredOf(entry);
    if (original) configured.set(name, original);
    await refresh(name);
  };
  const readAdded = async (): Promise<void> => {
    const added = await loadAdded();
    const before = new Map(entries.map((entry) => [entry.name, entry]));
    // Whoever holds the list sees the change.
    entries.splice(0, entries.length, ...fixed, ...added.map((one) => keepUnchanged(one, before.get(one.name))));
    for (const entry of entries) if (before.get(entry.name) !== entry) await begin(entry);
  };
  const keepUnchanged = (now: ConnectionEntry, before: ConnectionEntry | undefined): ConnectionEntry => {
    const original = configuredOf(now);
    const known = before && (configured.get(now.name) ?? configuredOf(before));
    const hasSameHome = now.home !== undefined && before?.home?.label === now.home.label;
    if (before && hasSameHome) return Object.assign(before, { workspaces: now.workspaces });
    if (!before || !original || !known || !isSame(original, known)) return now;
    return Object.assign(before, { workspaces: now.workspaces });
  };
  let reading: Promise<void> | undefined;
  const reload = (): Promise<void> => {
    reading ??= readAdded().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  for (const entry of fixed) await begin(entry);
  await reload();
  return {
    entries,
    rotate: async (name, { token, description }, prove) => {
      const entry = find(name);
      const original = configured.get(name);
      const current = entry?.connection;
      if (!entry || current?.kind !== 'sam' || !original || !keeper || proving.has(name)) return true;
      const candidate = { ...current, refreshToken: token };
      const facts = { ...(known.get(name) ?? CONFIGURED), ...factsIn(description) };
      proving.add(name);
      try {
        if (!(await prove(candidate))) return false;
        const rotatedAt = await keeper.keep(original, token, facts);
        if (rotatedAt === null) await refresh(name);
        else take(entry, { connection: candidate, rotatedAt, facts });
        return true;
      } finally {
        proving.delete(name);
      }
    },
    // The secret in use goes with either token: a rotation may have replaced the configured one.
    configuredOf: (connection) => {
      const original = configured.get(connection.name);
      if (!original || !isSignedIn(original) || connection.kind !== 'sam') return undefined;
      const isLearned = original.refreshToken.reveal() !== connection.refreshToken.reveal();
      return isLearned ? { ...original, applicationSecret: connection.applicationSecret } : undefined;
    },
    giveWay: async (name) => {
      const entry = find(name);
      const original = configured.get(name);
      if (!entry || !original || !keeper) return;
      const { applicationSecret } = entry.connection ?? original;
      take(entry, { connection: { ...original, applicationSecret }, rotatedAt: null, facts: CONFIGURED });
      await keeper.forget(original);
    },
    rotatedAt: (name) => rotated.get(name) ?? null,
    original: (name) => configured.get(name),
    refresh,
    reload,
    settle: async (name, sweepStartedAt) => {
      const original = configured.get(name);
      const { bornAt } = known.get(name) ?? CONFIGURED;
      if (original && keeper && bornAt !== null && bornAt < sweepStartedAt) await keeper.dropPrevious(original);
    },
  };
}

function isSame(one: SamConnection, other: SamConnection): boolean {
  const facts = ({ applicationSecret, refreshToken, exchange, ...rest }: SamConnection) =>
    JSON.stringify([rest, exchange.kind, applicationSecret.reveal(), refreshToken.reveal()]);
  return facts(one) === facts(other);
}

/** What a token says of its owner, as far as it does. */
export function factsIn({
  account,
  accountId,
  scopes,
}: RotatedToken['description']): Pick<TokenFacts, 'account' | 'accountId' | 'scopes'> {
  return {
    ...(account === undefined ? {} : { account }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(scopes === undefined ? {} : { scopes: [...scopes] }),
  };
}

function asConfigured(connection: SamConnection): ResolvedConnection {
  return { connection, rotatedAt: null, facts: CONFIGURED };
}
