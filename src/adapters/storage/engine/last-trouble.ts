import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import type { StorageError, StorageErrorCode } from './storage-error.ts';

/** They end with the first statement that shows it. */
const PASSING: ReadonlySet<StorageErrorCode> = new Set([
  'not-allowed',
  'untrusted',
  'cannot-open',
  'locked',
  'read-only',
]);
/** Some statements still work beside them. */
const PARTIAL: ReadonlySet<StorageErrorCode> = new Set(['disk-full', 'corrupt']);
/** Within this time `start` writes at least once. */
const FADES_AFTER_MS = 120_000;

/** What a statement met that keeps the database from being used, until it is seen to be over. */
export class LastTrouble {
  readonly #monotonicMs: () => number;
  #met: { error: StorageError; at: number } | undefined;

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
  }

  /** Gives the error back. One of the statement itself, such as a constraint that it breaks, is no trouble. */
  met(thrown: StorageError): StorageError {
    const { code, cause } = thrown;
    const isDisk = code === 'failed' && /IOERR|^58/.test(systemCodeOf(cause) ?? '');
    if (code === 'unreachable' || isDisk || PASSING.has(code) || PARTIAL.has(code))
      this.#met = { error: thrown, at: this.#monotonicMs() };
    return thrown;
  }

  /** A statement was answered; `wrote`: it changes rows. */
  worked(wrote: boolean): void {
    const code = this.#met?.error.code;
    if (code === 'unreachable' || (wrote && code && PASSING.has(code))) this.#met = undefined;
  }

  problem(): StorageError | undefined {
    const met = this.#met;
    return met && this.#monotonicMs() - met.at < FADES_AFTER_MS ? met.error : undefined;
  }
}
