import { systemCodeOf } from '../../../core/model/text/system-code.ts';
import { isServerAddress } from './server-address.ts';

/** What is wrong with the database, as far as the way out differs. */
export type StorageErrorCode =
  | 'cannot-open'
  | 'not-a-database'
  | 'newer-version'
  | 'in-use'
  | 'read-only'
  | 'locked'
  | 'disk-full'
  | 'corrupt'
  | 'damaged-row'
  | 'deleted'
  | 'replaced'
  | 'linked'
  | 'stale-log'
  | 'unreachable'
  | 'not-allowed'
  | 'untrusted'
  | 'not-empty'
  | 'differs'
  | 'failed';

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
    const say = isServerAddress(file) ? serverSentence : sentence;
    super(say(code, file, detail === undefined ? '' : ` (${detail})`), { cause });
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

function sentence(code: StorageErrorCode, file: string, detail: string): string {
  switch (code) {
    case 'cannot-open':
      return `The database ${file} cannot be opened${detail}; name a file in SAMARITAN_DATABASE whose folder Samaritan may read and write.`;
    case 'not-a-database':
      return `The file ${file} is not a SQLite database; name another file in SAMARITAN_DATABASE, or move this one away and a new one is made.`;
    case 'newer-version':
      return `The database ${file} was written by a newer Samaritan${detail}; upgrade Samaritan or name another file in SAMARITAN_DATABASE.`;
    case 'in-use':
      return `Samaritan already runs on the database ${file}${detail}; stop that one first, or name another file in SAMARITAN_DATABASE.`;
    case 'read-only':
      return `The database ${file} may not be written${detail}; let Samaritan write the file and its folder, or name another file in SAMARITAN_DATABASE.`;
    case 'locked':
      return `The database ${file} is locked by another program; close what holds it (a database browser, a backup) and try again, or name another file in SAMARITAN_DATABASE.`;
    case 'disk-full':
      return `The disk of the database ${file} is full; what was kept earlier is still there. Free some space, or name a file on another disk in SAMARITAN_DATABASE.`;
    case 'corrupt':
      return `The database ${file} is damaged${detail}; put a backup in its place (and remove its -wal and -shm files), or name another file in SAMARITAN_DATABASE.`;
    case 'damaged-row':
      return `The database ${file} holds a row that cannot be read${detail}; mend or delete that row while Samaritan is stopped, or put a backup in its place.`;
    case 'deleted':
      return `The database ${file} was deleted or moved away while Samaritan runs on it, so nothing can be kept; stop Samaritan, put the file or a backup in its place, and start again.`;
    case 'replaced':
      return `Another file has taken the place of the database ${file} while Samaritan runs on it, so nothing can be kept; stop Samaritan, see that the right file is there without the -wal and -shm files of the other, and start again.`;
    case 'linked':
      return `The database ${file} has a second name (a hard link), and two names damage each other; remove the other name, or make it a copy while Samaritan is stopped.`;
    case 'stale-log':
      return `The database ${file} was changed after its log ${file}-wal was written, as by a backup that was put in its place; remove the -wal and -shm files beside a backup, or put back the file that belongs to them.`;
    case 'not-empty':
      return `The database ${file} has data already${detail}, and a copy needs an empty one; name another database. Nothing was changed.`;
    case 'differs':
      return `What was copied into the database ${file} is not what was read${detail}, so nothing of it was kept; see that nothing else writes there, and try again.`;
    case 'unreachable':
    case 'not-allowed':
    case 'untrusted':
    case 'failed':
      return `The database ${file} failed${detail}; look at the disk that holds it, or name another file in SAMARITAN_DATABASE.`;
  }
}

function serverSentence(code: StorageErrorCode, name: string, detail: string): string {
  switch (code) {
    case 'unreachable':
      return `The database ${name} cannot be reached${detail}; see that the server runs, takes connections from here and has some left, or correct the address in SAMARITAN_DATABASE.`;
    case 'not-allowed':
      return `The server does not let Samaritan into the database ${name}${detail}; make the database and the user with the right to create tables in it, and put the user and its password into SAMARITAN_DATABASE.`;
    case 'untrusted':
      return `The server of the database ${name} could not prove who it is${detail}; add sslrootcert=FILE to the address in SAMARITAN_DATABASE, with the certificate that signed the server’s, or sslmode=disable where the network is your own.`;
    case 'newer-version':
      return `The database ${name} was written by a newer Samaritan${detail}; upgrade Samaritan or name another database in SAMARITAN_DATABASE.`;
    case 'in-use':
      return `Samaritan already runs on the database ${name}${detail}; stop that one first, or name another database in SAMARITAN_DATABASE.`;
    case 'locked':
      return `The database ${name} is held by another program${detail}; end the transaction that holds it and try again.`;
    case 'read-only':
      return `The database ${name} may not be written${detail}; name the primary server in SAMARITAN_DATABASE, not a standby.`;
    case 'disk-full':
      return `The disk of the database ${name} is full; what was kept earlier is still there. Free some space on the server.`;
    case 'corrupt':
      return `The database ${name} is damaged${detail}; restore a backup of it, or name another database in SAMARITAN_DATABASE.`;
    case 'damaged-row':
    case 'not-empty':
    case 'differs':
      return sentence(code, name, detail);
    default:
      return `The database ${name} failed${detail}; the log of the server says why.`;
  }
}
