import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import { StorageError, type StorageErrorCode, toStorageError } from './storage-error.ts';

// What pg itself throws bears no code.
const UNCODED: readonly (readonly [message: RegExp, code: StorageErrorCode, detail: string])[] = [
  [/support SSL/, 'untrusted', 'it does not speak TLS'],
  [/SASL|password/, 'not-allowed', 'it asks for a password'],
  [/timeout|terminated|not queryable|closed/i, 'unreachable', 'the connection was lost or took too long'],
];

/** Turns what the server or its driver threw into a `StorageError`; one that already is stays as it is. */
export function toServerError(error: unknown, name: string): StorageError {
  if (error instanceof StorageError || systemCodeOf(error) !== undefined) return toStorageError(error, name);
  const text = error instanceof Error ? error.message : '';
  const known = UNCODED.find(([message]) => message.test(text));
  return known ? new StorageError(known[1], name, { detail: known[2], cause: error }) : toStorageError(error, name);
}
