/** Why secrets can't be stored or read, as far as the way out differs. */
export type SecretsErrorCode =
  /** The key file is gone, and something is stored under it. */
  | 'key-missing'
  /** Not 32 bytes in base64 or hex. */
  | 'key-malformed'
  /** Others than its owner may read or write the key file. */
  | 'key-exposed'
  | 'key-unreadable'
  /** The key file can't be made. */
  | 'key-not-made'
  /** Another key than the one that secrets are stored under. */
  | 'wrong-key'
  /** A stored text that this version doesn't know. */
  | 'unknown-format'
  /** Sealed under another key or context, or changed since. */
  | 'cannot-open';

/**
 * A key or a stored secret that can't be used. `message` is for the technician and says the way out; it holds neither
 * key nor secret. The original error, where there is one, is `cause`.
 */
export class SecretsError extends Error {
  override readonly name = 'SecretsError';
  readonly code: SecretsErrorCode;

  constructor(code: SecretsErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
