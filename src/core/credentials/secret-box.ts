import type { Secret } from '../model/text/secret.ts';

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
