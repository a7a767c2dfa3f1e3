import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { StorageError, toStorageError } from '../../../../src/adapters/storage/engine/storage-error.ts';

describe('toStorageError', () => {
  it.each([
    ['SQLITE_CANTOPEN_ISDIR', 'cannot-open'],
    ['SQLITE_NOTADB', 'not-a-database'],
    ['SQLITE_READONLY_DIRECTORY', 'read-only'],
    ['EROFS', 'read-only'],
    ['SQLITE_BUSY_SNAPSHOT', 'locked'],
    ['SQLITE_LOCKED', 'locked'],
    ['SQLITE_FULL', 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['SQLITE_CORRUPT_INDEX', 'corrupt'],
    ['SQLITE_IOERR_FSYNC', 'failed'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'failed'],
    ['EACCES', 'cannot-open'],
    ['ENOENT', 'cannot-open'],
    ['ENOTDIR', 'cannot-open'],
    ['EISDIR', 'cannot-open'],
  ] as const)('turns %s into %s, with the file, the setting and the original', (original, code) => {
    const cause = new Database.SqliteError('what SQLite says', original);
    const error = toStorageError(cause, '/data/samaritan.db');
    expect(error).toMatchObject({ name: 'StorageError', code, file: '/data/samaritan.db', cause });
    expect(error.message).toContain('/data/samaritan.db');
    expect(error.message).toContain('SAMARITAN_DATABASE');
  });

  it('calls a stranger failed, and leaves its own errors alone', () => {
    expect(toStorageError(new TypeError('no code'), 'x')).toMatchObject({ code: 'failed' });
    expect(toStorageError('thrown text', 'x')).toMatchObject({ code: 'failed', cause: 'thrown text' });
    const own = new StorageError('locked', 'x', {});
    expect(toStorageError(own, 'y')).toBe(own);
  });
});
