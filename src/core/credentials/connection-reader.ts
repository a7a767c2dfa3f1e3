import type { AppCertificate, SamConnection } from '../model/cloud/connection.ts';
import type { MicrosoftCloudFactory } from '../model/cloud/microsoft-cloud.ts';
import type { ConnectionEntry } from './connection-book.ts';
import { proveConnection } from './prove-connection.ts';
import type { RenewalEntry, RenewalJournal } from './renewal-journal.ts';
import type { ConnectionStore, ListedConnection, StoredConnection } from './stored-connection.ts';
import { isSignedIn, type TokenKeeper } from './token-keeper.ts';

export interface ShownConnection {
  name: string;
  kind: StoredConnection['kind'];
  /** Where its secrets are. */
  home: 'environment' | 'database' | 'vault';
  /** Which vault; null elsewhere. */
  homeLabel: string | null;
  /** Where its home and what is used contradict each other. */
  notes: string[];
  cloud: string | null;
  applicationId: string | null;
  tenant: string;
  problem: string | null;
  /** What the app signs in with instead of a secret. */
  certificate: Pick<AppCertificate, 'thumbprint' | 'endsAt'> | null;
  /** The managed identity whose token the app signs in with instead. */
  identity: string | null;
  token: { born: string; bornAt: number | null; renewedAt: number | null; account: string | null } | null;
  /** Whether `connections restore` has something to put back. */
  previousKept: boolean;
  /** Where it may be used in chat; null where everywhere. */
  workspaces: readonly string[] | null;
}

export interface ConnectionReader {
  /** Nothing is asked of anybody. */
  list(): Promise<ShownConnection[]>;
  /** Renewals whose process is gone. */
  interrupted(): Promise<RenewalEntry[]>;
  /** Asks Microsoft for a token with the newest refresh token that is known: why there is none, or undefined. */
  prove(name: string): Promise<string | undefined>;
}

export interface ConnectionReaderParts {
  entries: readonly ConnectionEntry[];
  /** As configured; undefined for one that can't be right. */
  original: (name: string) => SamConnection | undefined;
  stored: Pick<ConnectionStore, 'list'>;
  journal: Pick<RenewalJournal, 'interrupted'>;
  /** Without it nothing is known of tokens. */
  keeper: TokenKeeper | undefined;
  clouds: MicrosoftCloudFactory;
  signal: AbortSignal;
}

const NEWER = 'The refresh token in use is newer than the one in the vault.';
const UNUSABLE = 'Its credentials can’t be right.';
const WIPED = 'Its secrets are not there any more. Remove it, and add it again.';

export function createConnectionReader(parts: ConnectionReaderParts): ConnectionReader {
  const { entries, stored, journal } = parts;
  return {
    list: async () => {
      const added = await stored.list();
      const names = new Set([...entries, ...added].map(({ name }) => name));
      return await Promise.all([...names].map((name) => show(name, added, parts)));
    },
    interrupted: () => journal.interrupted(),
    prove: async (name) => {
      const entry = entries.find((one) => one.name === name);
      const newest = (await resolve(name, parts))?.connection ?? entry?.connection;
      return newest && (newest.kind === 'app-only' || isSignedIn(newest))
        ? await proveConnection(newest, parts)
        : (entry?.shape.reason ?? WIPED);
    },
  };
}

async function resolve(name: string, { original, keeper }: ConnectionReaderParts) {
  const configured = original(name);
  return configured && (await keeper?.resolve(configured));
}

async function show(
  name: string,
  added: readonly ListedConnection[],
  parts: ConnectionReaderParts,
): Promise<ShownConnection> {
  const entry = parts.entries.find((one) => one.name === name);
  const own = added.find((one) => one.name === name);
  const configured = parts.original(name);
  const found = await resolve(name, parts);
  const resolved = found && isSignedIn(found.connection) ? found : undefined;
  const { certificate, identity = null } = configured ?? entry?.connection ?? {};
  const isNewer =
    configured !== undefined && resolved?.connection.refreshToken.equals(configured.refreshToken) === false;
  const isUsable = resolved !== undefined || entry?.connection !== undefined;
  return {
    name,
    kind: own?.kind ?? entry?.kind ?? 'sam',
    home: entry?.home ? 'vault' : own ? 'database' : 'environment',
    homeLabel: entry?.home?.label ?? null,
    notes: [...(entry?.notes ?? []), ...(entry?.home && isNewer ? [NEWER] : [])],
    cloud: own?.cloud ?? configured?.cloud ?? null,
    applicationId: own?.applicationId ?? configured?.applicationId ?? null,
    tenant: own?.tenant ?? entry?.tenant ?? '',
    problem: isUsable ? null : (entry?.shape.reason ?? (own ? WIPED : UNUSABLE)),
    token: resolved
      ? {
          born: resolved.facts.born,
          bornAt: resolved.facts.bornAt,
          renewedAt: resolved.rotatedAt,
          account: resolved.facts.account ?? null,
        }
      : null,
    certificate: certificate ? { thumbprint: certificate.thumbprint, endsAt: certificate.endsAt } : null,
    identity,
    workspaces: own?.workspaces ?? null,
    previousKept: configured !== undefined && (await parts.keeper?.previous(configured)) !== undefined,
  };
}
