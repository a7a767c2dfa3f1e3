import { isNoAnswer, ownerOf } from '../model/causes/cause.ts';
import type { Check } from '../model/checks/check.ts';
import type { Connection, SamConnection } from '../model/cloud/connection.ts';
import type { Secret } from '../model/text/secret.ts';
import type { VaultAnswer, VaultSecret } from './key-vault.ts';
import type { VaultFault } from './vault-fault.ts';

/** What was made of the values of a connection. `connection` is missing where they can't be right: `shape` says why. */
export interface JudgedCredentials {
  shape: Check;
  connection?: Connection;
  /** As it would be used after a sign-in, where nothing but a refresh token is missing; its own is empty. */
  unsigned?: { connection: SamConnection; shape: Check };
  /** Its tenant as configured; empty where what was configured can be none. */
  tenant: string;
  /** Where its home and what is configured beside it contradict each other. */
  notes?: string[];
}

/** A connection as its home gives it, and what is worth knowing of the home itself. */
export interface HomeReading extends JudgedCredentials {
  /** When what is there now was written; null where nobody says. */
  writtenAt: { applicationSecret: number | null; refreshToken: number | null };
}

/** Where the secrets of a connection live that are neither in the environment nor in the database. */
export interface SecretHome {
  /** As it is shown: `key vault NAME`. */
  label: string;
  read(): Promise<VaultAnswer<HomeReading>>;
  write(part: 'applicationSecret' | 'refreshToken', value: Secret): Promise<VaultAnswer<VaultSecret>>;
}

/** How a connection stands whose home can't be read: only what the home itself says is wrong has failed. */
export function shapeOfFault({ cause, reason, wayOut }: VaultFault): Check {
  return {
    id: 'credentials.shape',
    status: cause === 'unknown' || isNoAnswer(cause) ? 'unknown' : 'fail',
    durationMs: 0,
    attempts: 1,
    cause,
    owner: ownerOf(cause, 'partner'),
    reason: `${reason} ${wayOut}`,
  };
}

/**
 * The entry as its home gives it now; undefined where it has none. Where the home can't be read the entry stays as it
 * was, and says so if it never was anything.
 */
export async function takeFromHome(
  entry: JudgedCredentials & { home?: SecretHome },
): Promise<VaultAnswer<HomeReading> | undefined> {
  const answer = await entry.home?.read();
  if (!answer) return undefined;
  if (answer.ok) {
    const { writtenAt: _, ...judged } = answer.value;
    delete entry.connection;
    delete entry.unsigned;
    Object.assign(entry, judged);
  } else if (!configuredOf(entry)) entry.shape = shapeOfFault(answer.fault);
  return answer;
}

/** As configured, with or without a refresh token; undefined for one that has none by its kind. */
export function configuredOf({ connection, unsigned }: JudgedCredentials): SamConnection | undefined {
  const found = unsigned?.connection ?? connection;
  return found?.kind === 'sam' ? found : undefined;
}
