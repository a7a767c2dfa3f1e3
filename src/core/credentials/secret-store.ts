import type { Secret } from '../model/text/secret.ts';

/** A secret as it lies in the store: sealed under the master key, which the store never sees. */
export interface SealedSecret {
  sealed: string;
  /** Of the configured value that it came from: tells whether that value has changed since. */
  fingerprint: string | null;
  /** Milliseconds since the epoch. */
  updatedAt: number;
  /** What is known of it, as JSON; nothing secret. */
  detail?: string | null;
}

export interface NamedSecret {
  name: string;
  secret: SealedSecret;
}

/** Keeps sealed secrets by name. What it is given is text that only the master key opens. */
export interface SecretStore {
  read(name: string): Promise<SealedSecret | undefined>;
  /** Replaces the earlier one of that name. */
  keep(name: string, secret: SealedSecret): Promise<void>;
  /** All of them or none. */
  keepAll(secrets: readonly NamedSecret[]): Promise<void>;
  /** Keeps it only if what is there, looked at under the same lock, is `replaceable`. Whether it was kept. */
  keepIf(
    name: string,
    secret: SealedSecret,
    replaceable: (found: SealedSecret | undefined) => boolean,
  ): Promise<boolean>;
  /** Whether there was one. */
  remove(name: string): Promise<boolean>;
  /** Replaces every secret by what `seal` makes of it, and the text below, all or nothing. How many there were. */
  reseal(seal: (name: string, secret: SealedSecret) => SealedSecret, keyCheck: string): Promise<number>;
  /** A sealed text that tells the right master key from a wrong one; undefined before the first was kept. */
  keyCheck(): Promise<string | undefined>;
  /** Replaces the earlier one. */
  keepKeyCheck(text: string): Promise<void>;
  /** Whether any secret is kept. */
  any(): Promise<boolean>;
}

/** Encrypts secrets that must be stored, under a master key that never lies beside them. */
export interface SecretBox {
  /**
   * Text that can be stored. `context` says what and whose the secret is, for example
   * `refresh-token:global:CLIENT-ID:TENANT-ID`: the text opens under the same context alone, so that rows can't be swapped.
   */
  seal(plain: Secret, context: string): string;
  /** Throws when the text was sealed under another key or context, or was changed since. */
  open(sealed: string, context: string): Secret;
  /** The same for the same secret and key. Tells whether a secret changed; the secret can't be had back from it. */
  fingerprint(secret: Secret): string;
  /** A value to store beside the first sealed text, so that another key is recognized before anything is opened. */
  keyCheck(): string;
  /** Whether `keyCheck` was made with this key. */
  matches(keyCheck: string): boolean;
}
