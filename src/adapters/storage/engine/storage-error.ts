import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import { SERVER } from './server-address.ts';
import SENTENCES from './storage-errors.json' with { type: 'json' };

/** What is wrong with a database, as far as the way out differs. `storage-errors.json` has the sentence of each. */
type Sentences = typeof SENTENCES;
export type StorageErrorCode = keyof Sentences['any'] | keyof Sentences['file'] | keyof Sentences['server'];

/**
 * The database refused. `message` is a sentence for the technician: it names the file, the setting and the way out.
 * The original error, where there is one, is `cause`.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;
  /** Absolute path, `:memory:`, or a server's address without its password. */
  readonly file: string;

  /** `detail` is shown in parentheses. */
  constructor(
    code: StorageErrorCode,
    file: string,
    { detail, cause }: { detail?: string | undefined; cause?: unknown },
  ) {
    super(sentence(code, file, detail === undefined ? '' : ` (${detail})`), { cause });
    this.code = code;
    this.file = file;
  }
}

/** Turns what the engine or the file system threw into a `StorageError`; one that already is stays as it is. */
export function toStorageError(error: unknown, file: string): StorageError {
  if (error instanceof StorageError) return error;
  const original = systemCodeOf(error);
  return new StorageError(classify(original), file, { detail: original, cause: error });
}

/** Another connection holds the lock that this one needs. */
export function isLocked(error: unknown): boolean {
  return classify(systemCodeOf(error)) === 'locked';
}

/** A row holds what its column cannot hold. */
export function isDamagedRow(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'damaged-row';
}

// SQLite appends a detail to most codes (SQLITE_READONLY_DIRECTORY): https://sqlite.org/rescode.html
// PostgreSQL has codes of five characters: https://www.postgresql.org/docs/current/errcodes-appendix.html
const CLASSES: readonly (readonly [pattern: RegExp, code: StorageErrorCode])[] = [
  [/^SQLITE_CANTOPEN/, 'cannot-open'],
  [/^SQLITE_NOTADB/, 'not-a-database'],
  [/^(SQLITE_READONLY|EROFS)/, 'read-only'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'disk-full'],
  [/^SQLITE_(CORRUPT|IOERR_CORRUPTFS|IOERR_SHORT_READ)/, 'corrupt'],
  [/^(EACCES|EPERM|ENOENT|ENOTDIR|EISDIR|EEXIST|ELOOP|ENAMETOOLONG|ERR_INVALID_ARG_VALUE)$/, 'cannot-open'],
  [/^(ECONN\w+|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|08\w{3}|57P0\d|53300)$/, 'unreachable'],
  [/^(28\w{3}|3D000|42501)$/, 'not-allowed'],
  [/^(\w*CERT\w*|UNABLE_TO_VERIFY\w*|ERR_TLS\w*|ERR_SSL\w*)$/, 'untrusted'],
  [/^(55P03|40001|40P01)$/, 'locked'],
  [/^25006$/, 'read-only'],
  [/^53100$/, 'disk-full'],
  [/^XX00[12]$/, 'corrupt'],
];

function classify(original: string | undefined): StorageErrorCode {
  if (original === undefined) return 'failed';
  return CLASSES.find(([pattern]) => pattern.test(original))?.[1] ?? 'failed';
}

function sentence(code: StorageErrorCode, name: string, detail: string): string {
  const own = SERVER.test(name) ? SENTENCES.server : SENTENCES.file;
  const said: Partial<Record<StorageErrorCode, string>> = { ...SENTENCES.any, ...own };
  return (said[code] ?? own.failed).replaceAll('{name}', () => name).replace('{detail}', () => detail);
}
